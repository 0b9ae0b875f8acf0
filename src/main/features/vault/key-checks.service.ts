/** Asks a key's provider whether it still holds, when a person says so and never by itself, and keeps and enters what was found. */
import type { Clock } from '../../../ports/clock.ts'
import type { KeyCheck } from '../../../shared/contract/vault.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import type { AuditEvent, By, Database } from '../../database/database.ts'
import { refuseField } from '../../outgoing/refuse-field.ts'
import { keyById } from './api-key.store.ts'
import type { ApiKeyRow } from './api-key.store.ts'
import { askProvider } from './ask-provider.ts'
import type { ProviderLink } from './ask-provider.ts'
import type { Judged } from './judge-key-answer.ts'
import { checkAddressIsOurs, sealOfCheckAddress } from './check-address-seal.ts'
import { checkAddressOf } from './judge-check-address.ts'
import { keepCheck, knownOf, setCheckUrl } from './key-check.store.ts'
import { checkHostOf, takesCheckAddress } from './key-endpoints.ts'
import { assertInUse, assertSeen, keyTarget, noSuchKey } from './key-record.ts'
import type { Keys } from './key-ring.ts'
import { enterFailure } from './reveals.service.ts'
import { shownLabel } from './shown-label.ts'
import { BrokenText, readText } from './stored-text.service.ts'

export interface KeyChecksOptions {
  database: Database
  keys: Keys
  clock: Clock
  providerLink: ProviderLink
}

/** Windows ask one key after another: more at once is no person. */
const mostAtOnce = 8

const words: Record<KeyCheck['result'], string> = {
  valid: 'it is valid',
  refused: 'it is refused',
  limited: 'its provider wants to be asked less often',
  unknown: 'nothing could be told',
}
/** A refused key is one that something still relies on. */
const severities: Record<KeyCheck['result'], Severity> = { valid: 'info', refused: 'medium', limited: 'info', unknown: 'info' }

const checkedEvent = (key: ApiKeyRow, { result, sentence }: Judged): AuditEvent => ({
  action: 'key.checked',
  severity: severities[result],
  outcome: result === 'valid' || result === 'refused' ? 'done' : 'failed',
  message: `The key “${shownLabel(key.label)}” was checked: ${words[result]}`,
  target: keyTarget(key),
  detail: { result, sentence, version: key.currentNumber, asked: checkHostOf(key.provider, key.checkUrl) },
})

/** Its query may hold what is nobody's business. */
const shownAddress = (url: string): string => {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}

export const createKeyChecks = ({ database, keys, clock, providerLink }: KeyChecksOptions) => {
  const running = new Set<string>()
  const stopping = new AbortController()

  const textOf = async (by: By, key: ApiKeyRow): Promise<string> => {
    const ring = keys.ring()
    try {
      return database.read((db) => readText(db, ring, key, key.currentNumber, clock.now()))
    } catch (error) {
      if (error instanceof BrokenText) await enterFailure(database, by, key, 'checked', error)
      throw error
    }
  }

  const enterForged = async (by: By, key: ApiKeyRow): Promise<never> => {
    await database.append(by, {
      action: 'key.check-address-forged',
      severity: 'critical',
      outcome: 'refused',
      message: `The address where the key “${shownLabel(key.label)}” is checked was changed by another program; the key was not sent`,
      target: keyTarget(key),
    })
    throw new GatehouseError(
      'CONFLICT',
      'The address for checks was changed by another program, so the key was not sent. Give it anew.',
      {},
    )
  }

  const ask = async (by: By, key: ApiKeyRow): Promise<KeyCheck> => {
    const { provider, checkUrl } = key
    if (takesCheckAddress(provider) && checkUrl !== null && !checkAddressIsOurs(keys.ring(), key.id, checkUrl, key.checkUrlSeal))
      return enterForged(by, key)
    const text = await textOf(by, key)
    const judged = await askProvider({ provider, checkUrl, text }, providerLink, () => clock.now(), stopping.signal).catch(() => {
      throw new GatehouseError('BUSY', 'The console stops: what the provider would have said is not known.', {})
    })
    const { result } = judged
    const nowMs = clock.now()
    return database.change(by, checkedEvent(key, judged), (tx) => {
      const now = keyById(tx, key.id)
      if (!now) throw noSuchKey()
      const known = result === 'valid' || result === 'refused' ? { result, atMs: nowMs } : knownOf(tx, key.id, key.currentNumber)
      const check: KeyCheck = { ...judged, checkedAtMs: nowMs, checkedBy: by.actor.name, known }
      // Somebody who was faster changed whom to ask, or what is asked about: this answer is not for that.
      const isSame = now.provider === provider && now.checkUrl === checkUrl && now.currentNumber === key.currentNumber
      if (isSame) keepCheck(tx, key.id, key.currentNumber, check)
      return check
    })
  }

  return {
    /** Throws NOT_FOUND, CONFLICT, BUSY or VAULT_UNAVAILABLE; whatever the network does is an answer. */
    check: async (by: By, id: string): Promise<KeyCheck> => {
      const key = database.read((db) => keyById(db, id))
      if (!key) throw noSuchKey()
      assertInUse(key)
      if (running.has(id)) throw new GatehouseError('BUSY', `“${key.label}” is being checked already.`, {})
      if (running.size >= mostAtOnce) throw new GatehouseError('BUSY', 'Many keys are being checked already. Try again in a moment.', {})
      running.add(id)
      try {
        return await ask(by, key)
      } finally {
        running.delete(id)
      }
    },

    /** Throws NOT_FOUND, CONFLICT, INVALID_INPUT or VAULT_UNAVAILABLE. */
    setAddress: async (by: By, seen: { id: string; version: number }, given: string | null): Promise<void> => {
      const url = given === null || given === '' ? null : checkAddressOf(given)
      const ring = keys.ring()
      await database.change(
        by,
        (key: ApiKeyRow) => ({
          action: 'key.check-address-set',
          severity: 'medium',
          message:
            url === null
              ? `Nobody is asked about the key “${shownLabel(key.label)}” any more`
              : `The key “${shownLabel(key.label)}” goes to ${new URL(url).host} when it is checked`,
          target: keyTarget(key),
          detail: { from: key.checkUrl && shownAddress(key.checkUrl), to: url && shownAddress(url) },
        }),
        (tx) => {
          const key = keyById(tx, seen.id)
          assertSeen(key, seen.version)
          assertInUse(key)
          if (url !== null && !takesCheckAddress(key.provider))
            throw refuseField('url', 'Keys of this provider are checked at its own address, or not at all.')
          setCheckUrl(tx, key.id, url, url && sealOfCheckAddress(ring, key.id, url))
          return key
        },
      )
    },

    /** Ends what is under way. */
    stop: (): void => stopping.abort(),
  }
}
