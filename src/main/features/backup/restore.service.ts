/** Restores an examined backup: over a console that is set up in one transaction, onto a new machine as a whole database beside that the next start puts in place. */
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { RestorePlan } from '../../../shared/contract/backup.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import { encodeHead } from '../../database/chain.ts'
import { openForReading } from '../../database/connection.ts'
import type { AuditEvent, By, Database, KeptHead, Readable, Writable } from '../../database/database.ts'
import type { Migration } from '../../database/migrations/migration.ts'
import { anybodyIsThere, figuresOf, writeRestored } from './backup.store.ts'
import { contentsOf } from './examined-backup.service.ts'
import type { Examined } from './examined-backup.service.ts'
import { syncDirectory } from './kept-backups.ts'
import type { MakeBackup } from './make-backup.service.ts'
import { beginLogAbove, forgetGuardBatches, keysBackAlive, restoreHere } from './restore.store.ts'
import { restoredSentence, utc, warningsOf } from './restore-words.ts'
import type { Course } from './running-work.service.ts'
import { WorkCancelled } from './running-work.service.ts'
import { readyDirectory } from './swap-restored.ts'
import type { PlannedKeys, RestoredKeys } from './vault-for-backups.ts'

export interface RestoreOptions<Planned extends PlannedKeys> {
  database: Database
  dataDirectory: string
  clock: Clock
  ids: Ids
  migrations: readonly Migration[]
  keys: RestoredKeys<Planned>
  make: MakeBackup
  /** Heads of that installation's log which are kept outside of the data directory. */
  keptHeads(installationId: string): KeptHead[]
  /** Opens the database that was built, keeps its master key, makes the change with the rows of its keys, signs a head, and closes it. */
  finishBuilt(
    directory: string,
    planned: Planned,
    by: By,
    events: (more: AuditEvent[]) => AuditEvent[],
    write: (tx: Writable) => void,
  ): Promise<void>
}

interface Held {
  owner: string
  examined: Examined
  cancelEnd: () => void
}

const ticketMs = 600_000

export const alreadySetUp = () =>
  new GatehouseError('ALREADY_SET_UP', 'This console is set up already. Sign in, and restore from the Backup page.', {})

export const createRestore = <Planned extends PlannedKeys>(options: RestoreOptions<Planned>) => {
  const { database, clock, ids, keys, make } = options
  const held = new Map<string, Held>()

  const isSetUp = () => database.read(anybodyIsThere)

  const drop = (ticket: string) => {
    const one = held.get(ticket)
    if (!one) return
    held.delete(ticket)
    one.cancelEnd()
    rmSync(one.examined.directory, { recursive: true, force: true })
  }

  const withScratch = async <T>({ databasePath }: Examined, use: (scratch: Readable) => Promise<T>): Promise<T> => {
    const { connection, handle } = openForReading(databasePath)
    try {
      return await use(handle)
    } finally {
      connection.close()
    }
  }
  const plan = (examined: Examined, scratch: Readable): Promise<Planned> =>
    isSetUp() ? database.read((present) => keys.plan(scratch, examined.masterKey, present)) : keys.plan(scratch, examined.masterKey, null)

  /** The newest head of that log which is kept elsewhere, if its own key signed it. */
  const keptAbove = ({ header, manifest }: Examined, planned: Planned): KeptHead | null => {
    const { signer } = planned
    const own = options
      .keptHeads(header.installationId)
      .filter((head) => head.sequence > manifest.lastSequence && head.keyId === signer?.keyId)
      .filter((head) => signer?.sign(encodeHead(header.installationId, head)).toString('base64') === head.signature)
    return own.toSorted((a, b) => b.sequence - a.sequence)[0] ?? null
  }

  /** What would become of this console. The ticket is good for ten minutes. */
  const hold = async (owner: string, examined: Examined): Promise<RestorePlan> => {
    const { header, manifest } = examined
    const setUp = isSetUp()
    const facts = await withScratch(examined, async (scratch) => {
      const planned = await plan(examined, scratch)
      return {
        planned,
        alive: setUp ? database.read((present) => keysBackAlive(present, scratch)) : 0,
        kept: setUp ? null : (keptAbove(examined, planned)?.sequence ?? null),
      }
    }).catch((error: unknown) => {
      // Nobody will restore it: no copy of somebody's users stays behind.
      rmSync(examined.directory, { recursive: true, force: true })
      throw error
    })
    const ticket = ids.token(16)
    held.set(ticket, { owner, examined, cancelEnd: clock.after(ticketMs, () => drop(ticket)) })
    const present = setUp ? database.read((db) => figuresOf(db, true)) : null
    const installationId = setUp ? database.installationId : null
    const circumstances = { header, manifest, installationId, keysBackAlive: facts.alive, keptSequence: facts.kept }
    return {
      ticket,
      contents: contentsOf(examined),
      present: present && { ...present, users: present.users.map(({ name }) => name), logEntries: present.logEntries ?? 0 },
      migrations: (options.migrations.at(-1)?.id ?? 0) - header.schema,
      masterKeyPlace: facts.planned.place,
      warnings: [...warningsOf(circumstances), ...facts.planned.warnings],
    }
  }

  const eventOf = (
    by: By,
    { header, manifest }: Examined,
    place: string,
    before: string | null,
    more: Record<string, unknown>,
  ): AuditEvent => ({
    action: 'backup.restored',
    severity: 'critical',
    message: restoredSentence(by.actor.name, { header }, before),
    target: { kind: 'backup', id: header.id, name: utc(header.createdAtMs) },
    detail: {
      madeAtMs: header.createdAtMs,
      madeBy: header.product,
      installationId: header.installationId,
      machine: manifest.machine,
      itsLastEntry: manifest.lastSequence,
      users: manifest.users.map(({ name }) => name),
      keys: manifest.keys,
      masterKeyPlace: place,
      keptBefore: before,
      ...more,
    },
  })

  /** One transaction: a kill at any moment leaves the old or the new, as with any other change. */
  const restoreOver = (by: By, examined: Examined, course: Course): Promise<void> =>
    withScratch(examined, async (scratch) => {
      const before = await plan(examined, scratch)
      const kept = await make(by, { kind: 'before-restore', withLog: false, also: before }, course)
      if (course.isStopped()) throw new WorkCancelled()
      // The vault may have been moved, sealed or opened meanwhile.
      const planned = await plan(examined, scratch)
      const atMs = clock.now()
      const sentence = restoredSentence(by.actor.name, examined, kept)
      const changing = database.change(
        by,
        (more: AuditEvent[]) => [eventOf(by, examined, planned.place, kept, {}), ...more],
        (tx) => {
          let more: AuditEvent[] = []
          restoreHere(tx, scratch, { name: by.actor.name, atMs }, () => {
            keys.resealSigningKeys(tx, keys.ring(), planned.ring)
            more = keys.commitHere(tx, scratch, planned)
            writeRestored(tx, { atMs, by: by.actor.name, sentence })
          })
          return more
        },
      )
      // In the same turn: what is sealed from here on is sealed under the keys that the database names.
      keys.settle(planned)
      await changing
      database.refuseChanges()
    })

  const restoreOnto = async (by: By, examined: Examined): Promise<void> => {
    const { header, manifest, directory } = examined
    const planned = await withScratch(examined, (scratch) => plan(examined, scratch))
    const atMs = clock.now()
    const { signer } = planned
    const above = keptAbove(examined, planned)
    const beginning = { sequence: above?.sequence ?? manifest.lastSequence, hash: above?.hash ?? manifest.lastHash, atMs }
    const begin = (tx: Writable) => {
      const { installationId } = header
      const statement = { ...beginning, horizonSequence: beginning.sequence, horizonHash: beginning.hash }
      beginLogAbove(
        tx,
        beginning,
        signer && { ...beginning, keyId: signer.keyId, signature: signer.sign(encodeHead(installationId, statement)) },
      )
    }
    const entry = eventOf(by, examined, planned.place, null, {
      log: header.withLog ? 'restored' : 'left out of the backup',
      logGoesOnAbove: header.withLog ? manifest.lastSequence : beginning.sequence,
      keptHead: above?.sequence ?? null,
    })
    await options.finishBuilt(
      directory,
      planned,
      by,
      (more) => [entry, ...more],
      (tx) => {
        if (!header.withLog) begin(tx)
        forgetGuardBatches(tx)
        writeRestored(tx, { atMs, by: by.actor.name, sentence: restoredSentence(by.actor.name, { header }, null) })
      },
    )
    // Somebody may have been set up while the keychain was asked: they are not to vanish.
    if (isSetUp()) {
      rmSync(directory, { recursive: true, force: true })
      throw alreadySetUp()
    }
    const ready = join(options.dataDirectory, readyDirectory)
    rmSync(ready, { recursive: true, force: true })
    mkdirSync(options.dataDirectory, { recursive: true, mode: 0o700 })
    syncDirectory(directory)
    renameSync(directory, ready)
    // Whoever is just being set up hears that they are not.
    database.refuseChanges()
    syncDirectory(options.dataDirectory)
  }

  return {
    isSetUp,
    hold,
    /** Throws NOT_FOUND or TICKET_EXPIRED; what it throws has changed nothing. */
    restore: async (by: By, owner: string, ticket: string, course: Course): Promise<void> => {
      const one = held.get(ticket)
      if (!one || one.owner !== owner)
        throw new GatehouseError(
          'TICKET_EXPIRED',
          'This plan is older than ten minutes, or another took its place. Check the backup again.',
          {},
        )
      const { examined } = one
      // A plan that runs out meanwhile would take away what is being restored.
      one.cancelEnd()
      try {
        if (isSetUp()) await restoreOver(by, examined, course)
        else await restoreOnto(by, examined)
      } catch (error) {
        one.cancelEnd = clock.after(ticketMs, () => drop(ticket))
        throw error
      }
      held.delete(ticket)
    },
    /** Also before another backup is examined: it is built where this one lies. */
    letGo: () => {
      for (const ticket of held.keys()) drop(ticket)
    },
  }
}
export type Restore = ReturnType<typeof createRestore>
