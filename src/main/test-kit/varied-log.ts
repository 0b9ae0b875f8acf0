/** A log of varied entries over a clock that steps back, with the index in any state that it may be in. */
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { outcomes, severities } from '../../shared/contract/audit-filter.ts'
import type { Actor } from '../../shared/contract/audit-filter.ts'
import { openForReading } from '../database/connection.ts'
import type { AuditEvent, By, Database, Readable } from '../database/database.ts'
import { indexDirectory } from '../database/log-index/index-schema.ts'
import type { LogIndex } from '../database/log-index/log-index.ts'
import { openLogIndex } from '../database/log-index/open-log-index.ts'
import type { HandClock } from './hand-clock.ts'
import { indexNow } from './index-now.ts'
import { bySystem, openTestDatabase } from './open-test-database.ts'

export const hourMs = 3_600_000
export const requestId = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

/** `none`; `whole`; `behind`: the newest third is not in yet; `gaps`: as behind, and two parts are missing. */
export const indexStates = ['none', 'whole', 'behind', 'gaps'] as const
export type IndexState = (typeof indexStates)[number]

export interface VariedLog {
  database: Database
  clock: HandClock
  directory: string
  path: string
  index: LogIndex
  /** The log as the reader worker sees it. */
  log: Readable
  indexMore(): Promise<void>
}

const actors: Actor[] = [
  bySystem.actor,
  { kind: 'user', id: 'u1', name: 'Ada' },
  { kind: 'user', id: 'u1', name: 'Ada Lovelace' },
  { kind: 'anonymous', id: null, name: 'u1' },
]

const byOf = (i: number): By => ({
  actor: actors[i % 7 === 0 ? 1 : i % 11 === 0 ? 2 : i % 13 === 0 ? 3 : 0]!,
  source: `10.0.0.${i % 5}`,
  requestId: i % 3 ? null : requestId(i % 30),
})

const eventOf = (i: number): AuditEvent => ({
  action: ['a.done', 'b.done', 'c.done'][i % 3]!,
  message: `Entry ${i}`,
  severity: severities[i % 50 === 0 ? 4 : i % 20 === 0 ? 3 : i % 9 === 0 ? 1 : 0],
  outcome: outcomes[i % 17 === 0 ? 1 : i % 40 === 0 ? 2 : 0],
  threatClass: i % 8 === 0 ? ['scanner', 'injection'][(i / 8) % 2]! : null,
  count: i % 14 === 0 ? 1 + (i % 5) : 1,
})

export interface VariedLogOptions {
  index?: IndexState
  partSize?: number
  everyMs?: number
  /** So many entries after which the clock steps back two hours. */
  stepsBackEvery?: number
  event?(i: number): Partial<AuditEvent>
}

export const openVariedLog = async (
  count: number,
  { index: state = 'none', partSize = 300, everyMs = 20_000, stepsBackEvery = 700, event = () => ({}) }: VariedLogOptions = {},
): Promise<VariedLog> => {
  const opened = openTestDatabase()
  const { database, clock } = opened
  const append = async (from: number, to: number) => {
    const waiting: Promise<number>[] = []
    for (let i = from; i < to; i++) {
      clock.setNow(clock.now() + (i % stepsBackEvery === stepsBackEvery - 1 ? -2 * hourMs : everyMs))
      waiting.push(database.append(byOf(i), { ...eventOf(i), ...event(i) }))
    }
    await database.flush()
    await Promise.all(waiting)
  }
  const indexMore = async () => void (await indexNow(opened, { partSize }))
  const third = Math.floor((count * 2) / 3)
  await append(0, third)
  if (state === 'behind' || state === 'gaps') await indexMore()
  await append(third, count)
  if (state === 'whole') await indexMore()
  const directory = join(opened.directory, indexDirectory)
  if (state === 'gaps') {
    const parts = readdirSync(directory)
      .filter((name) => name.endsWith('.db'))
      .toSorted()
    for (const name of new Set([parts[1], parts[Math.floor(parts.length / 2)]])) if (name) rmSync(join(directory, name))
  }
  const { connection, handle } = openForReading(opened.path)
  const index = openLogIndex({ directory, log: handle, partSize })
  onTestFinished(() => {
    index.close()
    connection.close()
  })
  return { database, clock, directory: opened.directory, path: opened.path, index, log: handle, indexMore }
}
