/** The newest signed head in the keychain: at most once a minute and at the stop, for each write may ask a person or take a while. */
import type { Clock } from '../../../ports/clock.ts'
import type { Keychain } from '../../../ports/keychain.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { KeptHead } from '../../database/database.ts'
import type { HeadRow } from './audit.store.ts'
import type { SlowHeadPlace } from './head-places.ts'
import { headOfText } from './kept-head.ts'

export interface KeychainHeadOptions {
  keychain: Keychain
  installationId: string
  clock: Clock
  logger: Logger
  /** Only where the keychain is used anyway: nobody is asked to unlock one for this. */
  inUse(): boolean
  /** Whether the log still continues a head that was found there; else it is the proof of what was taken, and stays. */
  continues(found: HeadRow): boolean
}

/** As a verdict names it. */
export const keychainName = 'the keychain'
const everyMs = 60_000
/** After a refusal: a keychain that is locked may ask for its password at each try. */
const afterRefusalMs = 600_000
const stopWithinMs = 2_000

export const createKeychainHead = ({ keychain, installationId, clock, logger, inUse, continues }: KeychainHeadOptions): SlowHeadPlace => {
  const name = `log-head ${installationId}`
  let waiting: KeptHead | null = null
  let writing: Promise<void> | null = null
  let cancelPlanned: (() => void) | null = null
  let nextAtMs = -Infinity
  let refused = false
  /** What lies there was looked at, or written, by this console. */
  let looked = false

  const mayReplace = async (): Promise<boolean> => {
    if (looked) return true
    const text = await keychain.read(name)
    const found = text === null ? null : headOfText(text)
    looked = found === null || continues(found)
    return looked
  }
  const write = async (head: KeptHead): Promise<void> => {
    try {
      if (!(await mayReplace())) {
        waiting = null
        nextAtMs = clock.monotonic() + afterRefusalMs
        return
      }
      await keychain.write(name, JSON.stringify(head))
      refused = false
      nextAtMs = clock.monotonic() + everyMs
    } catch (error) {
      if (!refused) logger.warn({ reason: error instanceof Error ? error.message : String(error) }, 'the keychain keeps no signed head')
      refused = true
      waiting ??= head
      nextAtMs = clock.monotonic() + afterRefusalMs
    }
  }
  const writeNow = (): void => {
    cancelPlanned = null
    if (!waiting || writing || !inUse()) return
    const head = waiting
    waiting = null
    writing = write(head).finally(() => {
      writing = null
      plan()
    })
  }
  const plan = (): void => {
    if (!waiting || writing || cancelPlanned) return
    const inMs = nextAtMs - clock.monotonic()
    if (inMs <= 0) writeNow()
    else cancelPlanned = clock.after(inMs, writeNow)
  }

  return {
    name: keychainName,
    read: async (): Promise<HeadRow | null | 'unreadable'> => {
      if (!inUse()) return null
      try {
        const text = await keychain.read(name)
        return text === null ? null : (headOfText(text) ?? 'unreadable')
      } catch {
        return 'unreadable'
      }
    },
    keep: (head) => {
      waiting = head
      plan()
    },
    stop: async () => {
      cancelPlanned?.()
      cancelPlanned = null
      const limit = new AbortController()
      const last = async () => {
        await writing
        // Refused a moment ago: it would only be asked for again.
        if (!refused) writeNow()
        await writing
        cancelPlanned?.()
      }
      await Promise.race([last(), clock.sleep(stopWithinMs, limit.signal).catch(() => {})])
      limit.abort()
    },
  }
}
