/** Access on a real database in a temporary directory, with real keys and settings, a clock moved by hand, and its log to read. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateSync } from 'otplib'
import { createIds } from '../../ports/ids.ts'
import type { Keychain } from '../../ports/keychain.ts'
import { createLiveEvents } from '../../ports/live-events.ts'
import type { CoreEvent } from '../../ports/live-events.ts'
import { silentLogger } from '../../ports/logger.ts'
import type { SessionGrant } from '../../shared/contract/access.ts'
import type { Role } from '../../shared/permissions.ts'
import { migrations } from '../console/migrations.ts'
import type { By, Database } from '../database/database.ts'
import { openDatabase } from '../database/open-database.ts'
import { createRepeatedEvents } from '../database/repeated-events.ts'
import { createAccess } from '../features/access/access.service.ts'
import type { Access } from '../features/access/access.service.ts'
import { createPasswordHasher } from '../features/access/password-hash.ts'
import type { PasswordHasher } from '../features/access/password-hash.ts'
import type { OpenSession } from '../features/handlers.ts'
import { createSettings } from '../features/settings/settings.service.ts'
import type { Settings } from '../features/settings/settings.service.ts'
import type { Keys } from '../features/vault/key-ring.ts'
import { createKeychainEntries } from '../features/vault/keychain-entries.service.ts'
import { createKeys } from '../features/vault/keys.service.ts'
import { createRecovery } from '../features/vault/recovery.service.ts'
import { createHandClock } from './hand-clock.ts'
import type { HandClock } from './hand-clock.ts'
import { createMemoryKeychain } from './memory-keychain.ts'

export interface LogLine {
  action: string
  message: string
  /** 0 info to 4 critical. */
  severity: number
  actor: string
  count: number
}

export interface Administrator {
  name: string
  password: string
  /** Base32. */
  secret: string
  backupCodes: string[]
  grant: SessionGrant
}

export interface TestAccess {
  directory: string
  access: Access
  database: Database
  settings: Settings
  keys: Keys
  clock: HandClock
  downloads: { fileName: string; body: string }[]
  events: CoreEvent[]
  /** All entries of the log so far, oldest first. */
  log(): Promise<LogLine[]>
  /** First run as `mara`. */
  firstRun(): Promise<Administrator>
  /** Another user, invited by `mara`, whose first run was before, and let in with the same password. */
  join(mara: Administrator, name: string, role: Role, opensVault?: boolean): Promise<Administrator>
  /** The code of an authenticator with this secret, `steps` of 30 s from now. */
  code(secret: string, steps?: number): string
  session(token: string): OpenSession
  /** Writes behind the back of access, as another part of the console might. */
  tamper(sql: string): Promise<unknown>
  /** Another process on the same directory: sealed where there is no keychain. */
  restart(): Promise<void>
  end(): Promise<void>
}

export interface TestAccessOptions {
  keychain?: Keychain
  /** What stands between access and the real keys or hasher, to watch or to break them. */
  wrapKeys?(keys: Keys): Keys
  wrapHasher?(hasher: PasswordHasher): PasswordHasher
}

export const goodPassword = 'quiet harbour lantern 42'
export const anonymous: By = { actor: { kind: 'anonymous', id: null, name: 'anonymous' }, source: '127.0.0.1', requestId: null }
export const browser = {
  source: '127.0.0.1',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36',
}
export const byOf = (session: OpenSession): By => ({ ...anonymous, actor: { kind: 'user', id: session.user.id, name: session.user.name } })

export const createTestAccess = async (options: TestAccessOptions = {}): Promise<TestAccess> => {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-access-'))
  const clock = createHandClock()
  const ids = createIds(clock)
  const keychain = options.keychain ?? createMemoryKeychain()
  const logger = silentLogger
  const downloads: TestAccess['downloads'] = []
  const seen: CoreEvent[] = []

  const start = async () => {
    const events = createLiveEvents()
    events.subscribe((event) => seen.push(event))
    const database = openDatabase({ directory, migrations, clock, ids, logger, onAppended: () => {}, onStorageChange: () => {} })
    const settings = createSettings({ database, ids, clock, events, dataDirectory: directory, environment: {} })
    const plainHasher = createPasswordHasher({ memoryKiB: 64, passes: 1 })
    const hasher = options.wrapHasher?.(plainHasher) ?? plainHasher
    const realKeys = createKeys({
      database,
      entries: createKeychainEntries({ database, keychain, logger }),
      given: null,
      clock,
      ids,
      events,
      logger,
      hashForSlot: (password, salt) => hasher.derive(password, salt),
    })
    await realKeys.load()
    const keys = options.wrapKeys?.(realKeys) ?? realKeys
    const repeated = createRepeatedEvents({ database, clock, logger })
    const access = createAccess({
      database,
      repeated,
      keys,
      recovery: createRecovery({ database, keys: realKeys, clock, ids }),
      ids,
      clock,
      settings,
      events,
      hasher,
      logger,
      downloads: {
        create: ({ fileName, body }) => {
          downloads.push({ fileName, body: String(body) })
          return { url: `/download/${downloads.length}` }
        },
      },
    })
    return { access, repeated, database, settings, keys }
  }

  let running = await start()
  const stop = async () => {
    running.access.stop()
    await running.repeated.close()
    await running.database.close()
  }

  const code = (secret: string, steps = 0) => generateSync({ secret, epoch: Math.floor(clock.now() / 1000) + steps * 30 })

  return {
    directory,
    get access() {
      return running.access
    },
    get database() {
      return running.database
    },
    get settings() {
      return running.settings
    },
    get keys() {
      return running.keys
    },
    clock,
    downloads,
    events: seen,
    code,
    log: async () => {
      await running.database.flush()
      return running.database.read((db) =>
        db.all<LogLine>(
          `SELECT log_text.text AS action, message, severity, log_actor.name AS actor, count FROM log_entry
           JOIN log_text ON log_text.id = log_entry.action JOIN log_actor ON log_actor.id = log_entry.actor ORDER BY sequence`,
        ),
      )
    },
    firstRun: async () => {
      const { enrolments } = running.access
      const { ticket, secret } = await enrolments.createFirstAdministrator({ name: 'mara', password: goodPassword })
      const { session, backupCodes } = await enrolments.confirm(anonymous, browser, { ticket, code: code(secret) })
      return { name: 'mara', password: goodPassword, secret, backupCodes, grant: session }
    },
    join: async (mara, name, role, opensVault = role === 'admin') => {
      const { access } = running
      const identity = access.identify(mara.grant.token)
      if (identity.kind !== 'open') throw new Error(`No session: ${identity.kind}`)
      const invited = await access.invitations.invite(byOf(identity.session), identity.session, { name, role, opensVault })
      const { ticket, secret } = await access.invitees.accept(anonymous, { code: invited.code, password: goodPassword })
      const { session, backupCodes } = await access.enrolments.confirm(anonymous, browser, { ticket, code: code(secret) })
      return { name, password: goodPassword, secret, backupCodes, grant: session }
    },
    session: (token) => {
      const identity = running.access.identify(token)
      if (identity.kind !== 'open' && identity.kind !== 'locked') throw new Error(`No session: ${identity.kind}`)
      return identity.session
    },
    tamper: (sql) => running.database.change(anonymous, { action: 'test.tampered', message: 'A test wrote this' }, (tx) => tx.run(sql)),
    restart: async () => {
      await stop()
      running = await start()
    },
    end: async () => {
      await stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
