/** A console after first run, for tests of the vault: with a fresh code at hand, its log to read, and its database from outside. */
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import type { AuditEntry } from '../../shared/contract/audit-filter.ts'
import { createTestConsole } from './create-test-console.ts'
import type { Client, FirstRun, TestConsole } from './create-test-console.ts'
import { readLog } from './read-log.ts'

export interface TestVault {
  console: TestConsole
  mara: FirstRun
  client: Client
  /** Enters a fresh code: for five minutes secrets may be shown. */
  stepUp(): Promise<void>
  /** Entries of keys, oldest first; of one action where it is named. */
  log(action?: string): Promise<AuditEntry[]>
  detailOf(sequence: number): Promise<unknown>
  /** A connection of another program. */
  outside(): Sqlite.Database
  /** A key with this text. */
  add(text: string, label?: string): ReturnType<Client['vault']['add']>
}

export const createTestVault = async (changes: Parameters<typeof createTestConsole>[0] = {}): Promise<TestVault> => {
  const console = await createTestConsole(changes)
  onTestFinished(() => console.end())
  const mara = await console.firstRun()
  const { client } = mara
  return {
    console,
    mara,
    client,
    stepUp: async () => {
      console.clock.advance(30_000)
      await client.access.stepUp({ code: mara.code() })
    },
    log: async (action) => {
      const entries = await readLog(client, { actions: action ? [action] : [] })
      return entries.filter((entry) => action || /^keys?\./.test(entry.action)).toReversed()
    },
    detailOf: async (sequence) => (await client.audit.entry({ sequence })).detail,
    outside: () => {
      const connection = new Sqlite(join(console.dataDirectory, 'gatehouse.db'))
      onTestFinished(() => void connection.close())
      return connection
    },
    add: (text, label = 'research') => client.vault.add({ label, text }),
  }
}
