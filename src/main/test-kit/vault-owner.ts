/** What mara does with the master key of a test console, and what proves that its vault opened. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { KeyPlace } from '../../shared/contract/master-key.ts'
import type { ConsoleOptions } from '../console/console.ts'
import { createTestConsole } from './create-test-console.ts'
import type { Client, FirstRun, TestConsole } from './create-test-console.ts'
import { readActs } from './read-log.ts'

type Changes = Partial<ConsoleOptions>

export interface VaultOwner {
  console: TestConsole
  mara: FirstRun
  /** A fresh code, which also proves that a sealed secret opens. */
  stepUp(client?: Client): Promise<void>
  /** As after a start: the client of a new session. */
  signIn(name?: string): Promise<Client>
  move(place: KeyPlace, password?: string | null): ReturnType<Client['masterKey']['move']>
  vault(): Promise<string>
  /** Restarts, signs in where the vault is sealed, and proves that everything opens. */
  reopen(changes?: Changes): Promise<void>
  /** The actions that were entered, oldest first, without what the watch made of them. */
  log(): Promise<string[]>
}

export const ownerOf = (console: TestConsole, mara: FirstRun): VaultOwner => {
  const stepUp = async (client = mara.client) => {
    console.clock.advance(30_000)
    await client.access.stepUp({ code: mara.code() })
  }
  const signIn = async (name = mara.name) => {
    console.clock.advance(30_000)
    const step = await console.client().access.signIn({ name, password: mara.password })
    if (step.kind !== 'code') throw new Error(`Expected to be asked for a code: ${step.kind}`)
    const { token } = await console.client().access.submitCode({ ticket: step.ticket, code: mara.code() })
    return console.client(token)
  }
  const vault = async () => (await console.client().console.status()).vault.kind
  return {
    console,
    mara,
    stepUp,
    signIn,
    vault,
    move: async (place, password = place === 'slots' ? mara.password : null) => {
      await stepUp()
      return mara.client.masterKey.move({ place, password })
    },
    reopen: async (changes = { environment: {} }) => {
      await console.restart(changes)
      if ((await vault()) === 'sealed') await signIn()
      if ((await vault()) !== 'open') throw new Error(JSON.stringify(await console.client().console.status()))
      await stepUp()
    },
    log: async () => (await readActs(mara.client)).map(({ action }) => action).toReversed(),
  }
}

/** The environment in which the master key is given by a file or a variable: the same key for the same `seed`. */
export const environmentFor = (place: KeyPlace, seed = 1): NodeJS.ProcessEnv => {
  const key = Buffer.alloc(32, seed).toString('base64')
  if (place === 'environment') return { GATEHOUSE_MASTER_KEY: key }
  if (place !== 'file') return {}
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-key-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const path = join(directory, 'master-key')
  writeFileSync(path, `${key}\n`, { mode: 0o600 })
  return { GATEHOUSE_MASTER_KEY_FILE: path }
}

/** A console whose first run kept the master key in `place`; gone when the test ends. */
export const startWithKeyIn = async (place: KeyPlace, changes: Changes = {}): Promise<VaultOwner> => {
  const console = await createTestConsole({ environment: environmentFor(place), ...changes })
  onTestFinished(() => console.end())
  if (place === 'slots') console.keychain.refuse('This machine has no keychain.')
  const mara = await console.firstRun()
  console.keychain.refuse(null)
  return ownerOf(console, mara)
}
