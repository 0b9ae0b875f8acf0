/** Shows or copies a key, enters each time who, which and for how long, and counts it as a use. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { Logger } from '../../../ports/logger.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { AuditEvent, By, Database } from '../../database/database.ts'
import type { OpenSession } from '../handlers.ts'
import { countUse, keyById, newestEntry } from './api-key.store.ts'
import type { ApiKeyRow } from './api-key.store.ts'
import { assertInUse, keyTarget, noSuchKey } from './key-record.ts'
import type { Keys } from './key-ring.ts'
import { shownLabel } from './shown-label.ts'
import { BrokenText, readText } from './stored-text.service.ts'
import { dayOf } from './vault-settings.ts'
import type { VaultSettings } from './vault-settings.ts'

export interface RevealsOptions {
  database: Database
  keys: Keys
  ids: Ids
  clock: Clock
  settings: VaultSettings
  logger: Logger
}

interface Asked {
  id: string
  versionNumber: number | null
  purpose: 'show' | 'copy'
}

/** A key that somebody sees, or saw: never the text itself. */
interface Reveal {
  by: By
  sessionId: string
  key: { id: string; label: string }
  version: number
  begunAtMonotonicMs: number
  /** Null while it is shown. */
  shownMs: number | null
  cancelTimer(): void
}

/** Reveals that ended are remembered for windows that tell it late. */
const remembered = 1000

/** Throws what opening throws, after it has been entered. */
export const enterFailure = async (
  database: Database,
  by: By,
  key: { id: string; label: string },
  what: string,
  error: unknown,
): Promise<void> => {
  const broken = error instanceof BrokenText
  await database.append(by, {
    action: broken ? 'key.broken' : 'key.reveal-failed',
    severity: broken ? 'critical' : 'low',
    outcome: 'failed',
    message: broken
      ? `The key “${shownLabel(key.label)}” could not be ${what}: what is stored does not open`
      : `The key “${shownLabel(key.label)}” could not be ${what}: ${error instanceof GatehouseError ? shownLabel(error.message) : 'the console failed'}`,
    target: keyTarget(key),
  })
}

export const createReveals = ({ database, keys, ids, clock, settings, logger }: RevealsOptions) => {
  const reveals = new Map<string, Reveal>()

  const remember = (id: string, reveal: Reveal) => {
    reveals.set(id, reveal)
    for (const [oldest, { shownMs }] of reveals) {
      if (reveals.size <= remembered) return
      if (shownMs !== null) reveals.delete(oldest)
    }
  }

  const end = async (reveal: Reveal, how: 'by the person' | 'by itself' | 'with the session'): Promise<number> => {
    if (reveal.shownMs !== null) return reveal.shownMs
    reveal.cancelTimer()
    const shownMs = Math.round(clock.monotonic() - reveal.begunAtMonotonicMs)
    reveal.shownMs = shownMs
    const seconds = Math.max(1, Math.round(shownMs / 1000))
    await database.append(reveal.by, {
      action: 'key.hidden',
      message: `The key “${shownLabel(reveal.key.label)}” was hidden again ${how}, after ${seconds} s`,
      target: keyTarget(reveal.key),
      detail: { version: reveal.version, shownMs, how },
    })
    return shownMs
  }
  const endUnasked = (reveal: Reveal, how: 'by itself' | 'with the session'): Promise<unknown> =>
    end(reveal, how).catch((error: unknown) => logger.error({ err: error }, 'the end of a reveal could not be entered'))

  const eventOf = (key: ApiKeyRow, version: number, purpose: Asked['purpose'], forMs: number): AuditEvent => ({
    action: purpose === 'show' ? 'key.revealed' : 'key.copied',
    severity: 'medium',
    message: `The key “${shownLabel(key.label)}” was ${purpose === 'show' ? 'revealed' : 'copied'}${version === key.currentNumber ? '' : ` in its version ${version}`}`,
    target: keyTarget(key),
    detail: { version, forMs },
  })

  return {
    /** Throws NOT_FOUND, CONFLICT or VAULT_UNAVAILABLE; the failure is entered where there is such a key. */
    reveal: async (by: By, session: OpenSession, { id, versionNumber, purpose }: Asked) => {
      const key = database.read((db) => keyById(db, id))
      if (!key) throw noSuchKey()
      const version = versionNumber ?? key.currentNumber
      let text: string
      try {
        const ring = keys.ring()
        assertInUse(key)
        text = database.read((db) => readText(db, ring, key, version, clock.now()))
      } catch (error) {
        await enterFailure(database, by, key, purpose === 'show' ? 'revealed' : 'copied', error)
        throw error
      }
      const nowMs = clock.now()
      const forMs = settings.get(purpose === 'show' ? 'vault.hideAfterSeconds' : 'vault.clipboardSeconds') * 1000
      const entered = database.change(by, eventOf(key, version, purpose, forMs), (tx) => countUse(tx, key.id, nowMs, dayOf(nowMs)))
      // A change commits before it returns its promise: until then nothing else can have been entered.
      const entrySequence = database.read(newestEntry)
      await entered
      const revealId = ids.next()
      if (purpose === 'show') {
        const reveal: Reveal = {
          by,
          sessionId: session.id,
          key: { id: key.id, label: key.label },
          version,
          begunAtMonotonicMs: clock.monotonic(),
          shownMs: null,
          cancelTimer: clock.after(forMs, () => void endUnasked(reveal, 'by itself')),
        }
        remember(revealId, reveal)
      }
      return { text, revealId, hideAtMs: nowMs + forMs, entrySequence, steppedUpUntilMs: session.steppedUpUntilMs ?? nowMs }
    },

    /** For how long it was shown; the same again where it is hidden already. Throws NOT_FOUND. */
    hide: async (session: OpenSession, revealId: string): Promise<number> => {
      const reveal = reveals.get(revealId)
      if (!reveal || reveal.sessionId !== session.id) throw new GatehouseError('NOT_FOUND', 'This key is not shown any more.', {})
      return end(reveal, 'by the person')
    },

    /** A window that locked or is gone shows nothing any more. */
    endWhere: (isOver: (sessionId: string) => boolean): void => {
      for (const reveal of reveals.values())
        if (reveal.shownMs === null && isOver(reveal.sessionId)) void endUnasked(reveal, 'with the session')
    },

    stop: async (): Promise<void> => {
      for (const reveal of reveals.values()) if (reveal.shownMs === null) await endUnasked(reveal, 'with the session')
    },
  }
}
export type Reveals = ReturnType<typeof createReveals>
