/** Signs the log's head soon after entries, at every stop, and keeps the newest outside the database too. Waits while the vault is sealed. */
import type { Clock } from '../../../ports/clock.ts'
import type { Keychain } from '../../../ports/keychain.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { By, Database, HeadSigner, KeptHead, TrimReason } from '../../database/database.ts'
import { hashAt, logBounds } from './audit.store.ts'
import type { HeadRow } from './audit.store.ts'
import type { HeadFile, HeadPlaces } from './head-places.ts'
import { keptHeadFile, readKeptHead, writeKeptHead } from './kept-head.ts'
import { createKeychainHead, keychainName } from './keychain-head.service.ts'

export interface SignedHeads {
  /** From now on heads are signed. */
  use(signer: HeadSigner): void
  signNow(): void
  /**
   * Retention's two steps, see the doors of the same name. Null while nothing can be signed, and where the log does not
   * continue its kept head: then what is left of it is evidence.
   */
  raiseHorizon(by: By, to: number, why: TrimReason): KeptHead | null
  dropBelowHorizon(limit: number): number | null
  /** Where heads are kept, to be read by a verification. */
  places: HeadPlaces
  /** Signs and keeps the head at once; the promise waits for places that take a while, but not for long. */
  stop(): Promise<void>
}

/** Further places than the file in the data directory. */
export interface HeadsElsewhere {
  files: readonly HeadFile[]
  keychain: Keychain | null
  /** Only where the keychain is used anyway: nobody is asked to unlock one for this. */
  keychainInUse(): boolean
}

/** The first entry after a quiet minute is covered within a second, a busy log every ten. */
const soonMs = 1_000
const busyMs = 10_000
const quietMs = 60_000

const systemBy: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }

interface FilePlace extends HeadFile {
  /** What the file says, or said when this console last wrote it: somebody may take the file away meanwhile. */
  kept: { sequence: number; hash: string } | null
  troubled: boolean
}

export const createSignedHeads = (options: {
  database: Database
  clock: Clock
  events: LiveEvents
  logger: Logger
  /** In the data directory. */
  keptHeadPath: string
  elsewhere?: HeadsElsewhere
}): SignedHeads => {
  const { database, clock, events, logger, keptHeadPath, elsewhere } = options
  const files: FilePlace[] = [{ name: keptHeadFile, path: keptHeadPath }, ...(elsewhere?.files ?? [])].map((file) => ({
    ...file,
    kept: null,
    troubled: false,
  }))
  let signer: HeadSigner | null = null
  let cancelPlanned: (() => void) | null = null
  let signedAt = -Infinity
  let stopped = false
  let lossTold = false

  /** False where the log no longer ends above that head or has another entry in its place: then it is the proof of what was taken, and stays. */
  const continues = (head: { sequence: number; hash: string } | null): boolean =>
    head === null ||
    database.read((db) => {
      const { lastSequence, horizonSequence } = logBounds(db)
      return head.sequence <= lastSequence && (head.sequence < horizonSequence || hashAt(db, head.sequence) === head.hash)
    })

  const tellLoss = (sequence: number, place: string) => {
    if (lossTold) return
    lossTold = true
    logger.error({ sequence, place }, 'the log does not continue its newest signed head')
    database
      .append(systemBy, {
        action: 'log.head-lost',
        severity: 'critical',
        message: `The log does not continue the signed head over entry ${sequence} that is kept in ${place}: entries were taken out or rewritten, or that head is not of this log`,
        detail: { sequence, keptIn: place },
      })
      .catch((error: unknown) => logger.error({ err: error }, 'the loss of a signed head could not be entered'))
  }
  const slow =
    elsewhere?.keychain &&
    createKeychainHead({
      keychain: elsewhere.keychain,
      installationId: database.installationId,
      clock,
      logger,
      inUse: elsewhere.keychainInUse,
      continues: (found: HeadRow) => {
        if (continues(found)) return true
        tellLoss(found.sequence, keychainName)
        return false
      },
    })

  /** True where the log continues the heads of all files. */
  const continuesAll = (): boolean => {
    const lost = files.find(({ kept }) => !continues(kept))
    if (lost) tellLoss(lost.kept!.sequence, lost.name)
    return lost === undefined
  }

  const keepIn = (file: FilePlace, head: KeptHead) => {
    if (!continues(file.kept)) return
    try {
      writeKeptHead(file.path, head)
      file.kept = head
      file.troubled = false
    } catch (error) {
      if (!file.troubled) logger.error({ err: error, place: file.name }, 'the head of the log could not be kept')
      file.troubled = true
    }
  }
  const keep = (head: KeptHead) => {
    const whole = continuesAll()
    for (const file of files) keepIn(file, head)
    if (whole) slow?.keep(head)
  }

  const planIn = (ms: number) => {
    if (stopped || cancelPlanned) return
    cancelPlanned = clock.after(ms, signNow)
  }
  const plan = () => {
    if (signer) planIn(clock.monotonic() - signedAt > quietMs ? soonMs : busyMs)
  }

  const signNow = () => {
    cancelPlanned?.()
    cancelPlanned = null
    if (!signer) return
    signedAt = clock.monotonic()
    try {
      const head = database.signHead(signer)
      if (head) keep(head)
      else continuesAll()
    } catch (error) {
      logger.error({ err: error }, 'the head of the log could not be signed')
      planIn(busyMs)
    }
  }

  const unsubscribe = events.subscribe((event) => {
    if (event.kind === 'audit-appended') plan()
  })
  return {
    use: (given) => {
      signer = given
      for (const file of files) {
        const found = readKeptHead(file.path)
        if (found !== 'unreadable') file.kept ??= found
      }
      plan()
    },
    signNow,
    raiseHorizon: (by, to, why) => {
      if (!signer || !continuesAll()) return null
      const head = database.raiseHorizon(by, to, why, signer)
      keep(head)
      return head
    },
    dropBelowHorizon: (limit) => (signer && continuesAll() ? database.dropBelowHorizon(signer, limit) : null),
    places: { files, slow: slow ?? null },
    stop: async () => {
      stopped = true
      unsubscribe()
      signNow()
      await slow?.stop()
    },
  }
}
