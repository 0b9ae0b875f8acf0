/** A whole console in a temporary directory, called through its fetch by a typed client, with a clock moved by hand. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import { generateSync } from 'otplib'
import { silentLogger } from '../../ports/logger.ts'
import type { Contract } from '../../shared/contract/contract.ts'
import type { ConsoleOptions, GatehouseConsole } from '../console/console.ts'
import { createConsole } from '../console/create-console.ts'
import { createHandClock } from './hand-clock.ts'
import type { HandClock } from './hand-clock.ts'
import { keepHeadsApart } from './keychain-apart.ts'
import { createMemoryKeychain } from './memory-keychain.ts'
import type { MemoryKeychain } from './memory-keychain.ts'

export type Client = ContractRouterClient<Contract>

export interface TestConsole {
  core: GatehouseConsole
  clock: HandClock
  keychain: MemoryKeychain
  /** Where signed heads of the log are kept, apart from master keys. */
  headKeychain: MemoryKeychain
  dataDirectory: string
  /** A client with this session's token; `trusted` false stands for a page without the host token. */
  client(token?: string | null, trusted?: boolean): Client
  /** First run as `mara`; the answer holds what a person would have kept. */
  firstRun(): Promise<FirstRun>
  /** Somebody whose first run was on another console of this directory. */
  known(kept: Kept): FirstRun
  /** Stops it and starts another on the same directory. */
  restart(changes?: Partial<ConsoleOptions>): Promise<void>
  /** Stops it and removes its directory. */
  end(): Promise<void>
}

export interface Kept {
  name: string
  password: string
  /** Base32. */
  secret: string
  token: string
  backupCodes: string[]
}

export interface FirstRun extends Kept {
  client: Client
  /** The code that an authenticator shows at the clock's time, `steps` of 30 s later. */
  code(steps?: number): string
}

export const testPassword = 'quiet harbour lantern 42'

export const createTestConsole = async (changes: Partial<ConsoleOptions> = {}, clock = createHandClock()): Promise<TestConsole> => {
  const root = mkdtempSync(join(tmpdir(), 'gatehouse-test-'))
  const dataDirectory = join(root, 'data')
  const rendererDirectory = join(root, 'page')
  mkdirSync(rendererDirectory)
  writeFileSync(join(rendererDirectory, 'index.html'), '<!doctype html><title>Gatehouse</title>')
  const keychain = createMemoryKeychain()
  const options: ConsoleOptions = {
    host: 'headless',
    dataDirectory,
    rendererDirectory,
    version: '0.0.0-test',
    environment: {},
    keychain,
    clock,
    logger: silentLogger,
    passwordCost: { memoryKiB: 256, passes: 1 },
    ...changes,
  }
  const headKeychain = createMemoryKeychain()
  const make = (given: ConsoleOptions) => createConsole({ ...given, keychain: keepHeadsApart(given.keychain, headKeychain) })
  let core = make(options)
  await core.start().catch((error: unknown) => {
    rmSync(root, { recursive: true, force: true })
    throw error
  })

  const client = (token: string | null = null, trusted = true): Client =>
    createORPCClient(
      new RPCLink({
        url: 'http://127.0.0.1/rpc',
        headers: token ? { authorization: `Bearer ${token}` } : {},
        fetch: (request, init) => core.fetch(new Request(request, init), { trusted, source: '127.0.0.1' }),
      }),
    )

  const codeOf = (secret: string, steps = 0) => generateSync({ secret, epoch: Math.floor(clock.now() / 1000) + steps * 30 })
  const known: TestConsole['known'] = (kept) => ({
    ...kept,
    client: client(kept.token),
    code: (steps) => codeOf(kept.secret, steps),
  })

  return {
    known,
    get core() {
      return core
    },
    clock,
    keychain,
    headKeychain,
    dataDirectory: options.dataDirectory,
    client,
    firstRun: async () => {
      const enrolment = await client().access.createFirstAdministrator({ name: 'mara', password: testPassword })
      const { ticket, secret } = enrolment
      const { session, backupCodes } = await client().access.confirmEnrolment({ ticket, code: codeOf(secret) })
      return known({ name: 'mara', password: testPassword, secret, token: session.token, backupCodes })
    },
    restart: async (more = {}) => {
      await core.stop()
      core = make({ ...options, ...more })
      await core.start()
    },
    end: async () => {
      await core.stop()
      rmSync(root, { recursive: true, force: true })
    },
  }
}
