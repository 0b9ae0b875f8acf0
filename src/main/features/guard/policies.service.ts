/** The policy that is kept: edited, restored, and its consumers' keys issued and revoked, each change with its entries in one transaction. */
import type { Clock } from '../../../ports/clock.ts'
import { makeConsumerKey } from '../../../ports/consumer-key.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { Consumer } from '../../../shared/consumer.ts'
import type { PolicyFault } from '../../../shared/contract/guard.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { PolicyEdit } from '../../../shared/policy-edits.ts'
import { applyEdits } from '../../../shared/policy-edits.ts'
import type { Policy } from '../../../shared/policy.ts'
import { policySchema } from '../../../shared/policy.ts'
import type { AuditEvent, By, Database, Writable } from '../../database/database.ts'
import { packJson, unpackJson } from '../../database/packed-json.ts'
import { withKey, withKeysOfToday, withoutKey } from './consumer-keys.ts'
import { judgePolicy } from './judge-policy.ts'
import { assertMayPlaceKeys } from './key-places.ts'
import type { Changer } from './key-places.ts'
import type { PolicyChange } from './compare-parts.ts'
import { changesOf } from './policy-changes.ts'
import { warningsOf } from './policy-warnings.ts'
import { quoted } from './policy-words.ts'
import * as store from './policy.store.ts'

export interface PoliciesOptions {
  database: Database
  clock: Clock
  ids: Ids
  logger: Logger
  /** Whether the vault has such a key. */
  knowsKey(keyId: string): boolean
  /** Another policy is kept from here on. */
  onChanged(): void
}

const keptRevisions = 200
const keptBytes = 50 * 1024 * 1024
const pageSize = 50
/** A restored policy may differ in thousands of parts. */
const mostEntries = 30
const mostSentences = 200

const mergeTail = (changes: readonly PolicyChange[], most: number): readonly PolicyChange[] =>
  changes.length <= most
    ? changes
    : [
        ...changes.slice(0, most - 1),
        {
          sentence: `${changes.length - most + 1} more parts of the policy were changed`,
          severity: changes.slice(most - 1).some(({ severity }) => severity === 'high') ? 'high' : 'medium',
          target: { kind: 'policy', id: null, name: 'the guard’s policy' },
        },
      ]
const sentencesOf = (changes: readonly PolicyChange[]): string[] => mergeTail(changes, mostSentences).map(({ sentence }) => sentence)

const consumerTarget = ({ id, name }: Consumer) => ({ kind: 'consumer', id, name })

export const createPolicies = ({ database, clock, ids, logger, knowsKey, onChanged }: PoliciesOptions) => {
  const read = (): Policy => {
    const kept = database.read(store.newestPolicy)
    if (!kept) return policySchema.parse({})
    const given = unpackJson(kept.packed)
    const { policy, faults } = judgePolicy(given)
    // The guard will refuse it with the same faults, and an edit can mend it.
    if (faults) logger.error({ revision: kept.revision, faults: faults.slice(0, 3) }, 'the policy that is kept is not good any more')
    return policy ?? (given as Policy)
  }
  let current = read()

  const context = () => ({ nowMs: clock.now(), knowsKey })
  const staleRevision = () => new GatehouseError('CONFLICT', 'The policy was changed elsewhere meanwhile. Look at it again.', {})
  const refuse = ([fault]: readonly PolicyFault[]) =>
    new GatehouseError('INVALID_INPUT', `${fault?.path || 'The policy'}: ${fault?.message ?? 'it is not good'}.`, {
      field: fault?.path ?? null,
    })

  const entriesOf = (changes: readonly PolicyChange[], revision: number): AuditEvent[] =>
    mergeTail(changes, mostEntries).map(({ sentence, severity, target }) => ({
      action: 'guard.policy-changed',
      severity,
      message: sentence,
      target,
      detail: { revision },
    }))

  /** Resolves once it is kept. Throws CONFLICT where another came between. */
  const keep = async (by: By, next: Policy, sentences: string[], events: AuditEvent[], also?: (tx: Writable) => void): Promise<void> => {
    const packed = packJson(next)
    await database.change(by, events, (tx) => {
      if (store.newestRevision(tx) !== next.revision - 1) throw staleRevision()
      store.insertPolicy(tx, {
        revision: next.revision,
        atMs: clock.now(),
        actorName: by.actor.name,
        sentences: JSON.stringify(sentences),
        packed,
      })
      store.dropOldPolicies(tx, keptRevisions, keptBytes)
      also?.(tx)
    })
    current = next
    onChanged()
  }
  const judged = (given: Policy): Policy => {
    const { policy, faults } = judgePolicy({ ...given, revision: current.revision + 1 })
    if (faults) throw refuse(faults)
    return policy
  }
  const assertSeen = (revision: number) => {
    if (revision !== current.revision) throw staleRevision()
  }

  const consumerOf = (id: string): Consumer => {
    const consumer = current.consumers.find((one) => one.id === id)
    if (!consumer) throw new GatehouseError('NOT_FOUND', 'There is no such consumer.', {})
    return consumer
  }

  return {
    current: (): Policy => current,

    check: (revision: number, edits: readonly PolicyEdit[]) => {
      assertSeen(revision)
      const { policy, faults } = judgePolicy(applyEdits(current, edits))
      if (faults) return { faults, warnings: [], sentences: [] }
      return { faults: [], warnings: warningsOf(current, policy, context()), sentences: sentencesOf(changesOf(current, policy)) }
    },

    /** The policy that edits would make, with what is told of them. Throws CONFLICT or INVALID_INPUT. */
    draft: (revision: number, edits: readonly PolicyEdit[]) => {
      assertSeen(revision)
      const policy = judged(applyEdits(current, edits))
      return { policy, warnings: warningsOf(current, policy, context()), sentences: sentencesOf(changesOf(current, policy)) }
    },

    /** Throws CONFLICT, INVALID_INPUT, NOT_PERMITTED or STEP_UP_REQUIRED. What changes nothing is not entered, and the revision stays. */
    edit: async (by: By, changer: Changer, revision: number, edits: readonly PolicyEdit[]) => {
      assertSeen(revision)
      const before = current
      const next = judged(applyEdits(before, edits))
      assertMayPlaceKeys(before, next, changer, clock.now())
      const changes = changesOf(before, next)
      if (changes.length === 0) return { revision: before.revision, warnings: [] }
      const warnings = warningsOf(before, next, context())
      await keep(by, next, sentencesOf(changes), entriesOf(changes, next.revision))
      return { revision: next.revision, warnings }
    },

    history: (before: number | null) =>
      database
        .read((db) => store.changesBefore(db, before ?? Number.MAX_SAFE_INTEGER, pageSize))
        .map(({ sentences, ...change }) => ({ ...change, sentences: JSON.parse(sentences) as string[] })),

    /** Throws NOT_FOUND, CONFLICT, INVALID_INPUT, NOT_PERMITTED or STEP_UP_REQUIRED. */
    restore: async (by: By, changer: Changer, revision: number, to: number) => {
      assertSeen(revision)
      const packed = to === 0 ? null : database.read((db) => store.policyOfRevision(db, to))
      if (to !== 0 && !packed) throw new GatehouseError('NOT_FOUND', `The policy of revision ${to} is not kept any more.`, {})
      const before = current
      const earlier = judged(packed ? (unpackJson(packed) as Policy) : policySchema.parse({}))
      const next = withKeysOfToday(earlier, before, database.read(store.revokedKeys))
      assertMayPlaceKeys(before, next, changer, clock.now())
      const changes = changesOf(before, next)
      if (changes.length === 0) return { revision: before.revision, warnings: [] }
      const warnings = warningsOf(before, next, context())
      const restored: PolicyChange = {
        sentence: `The policy of revision ${to} is served by again`,
        severity: 'medium',
        target: { kind: 'policy', id: null, name: 'the guard’s policy' },
      }
      await keep(by, next, sentencesOf([restored, ...changes]), entriesOf([restored, ...changes], next.revision))
      return { revision: next.revision, warnings }
    },

    /** The key in full is answered this once and kept nowhere. Throws NOT_FOUND or INVALID_INPUT. */
    issueKey: async (by: By, consumerId: string, { scopes, expiresAtMs }: { scopes: string[] | null; expiresAtMs: number | null }) => {
      const consumer = consumerOf(consumerId)
      if (expiresAtMs !== null && expiresAtMs <= clock.now())
        throw new GatehouseError('INVALID_INPUT', 'The key would have expired already.', { field: 'expiresAtMs' })
      const taken = new Set(current.consumers.flatMap(({ keys }) => keys.map(({ prefix }) => prefix)))
      let made = makeConsumerKey(ids)
      while (taken.has(made.prefix)) made = makeConsumerKey(ids)
      const { key, prefix, hash } = made
      const kept = { id: ids.next(), prefix, scopes, expiresAtMs }
      const next = judged(withKey(current, consumerId, { ...kept, hash }))
      const sentence = `A key gh_${prefix}… was issued to the consumer ${quoted(consumer.name)}`
      await keep(
        by,
        next,
        [sentence],
        [
          {
            action: 'consumer-key.issued',
            severity: 'medium',
            message: sentence,
            target: consumerTarget(consumer),
            detail: { ...kept, revision: next.revision },
          },
        ],
      )
      return { key, kept, revision: next.revision }
    },

    /** Throws NOT_FOUND. */
    revokeKey: async (by: By, consumerId: string, keyId: string): Promise<{ revision: number }> => {
      const consumer = consumerOf(consumerId)
      const key = consumer.keys.find(({ id }) => id === keyId)
      if (!key) throw new GatehouseError('NOT_FOUND', 'There is no such key; it may have been revoked already.', {})
      const next = judged(withoutKey(current, consumerId, keyId))
      const sentence = `The key gh_${key.prefix}… of the consumer ${quoted(consumer.name)} was revoked`
      await keep(
        by,
        next,
        [sentence],
        [
          {
            action: 'consumer-key.revoked',
            severity: 'medium',
            message: sentence,
            target: consumerTarget(consumer),
            detail: { id: key.id, prefix: key.prefix, revision: next.revision },
          },
        ],
        (tx) => store.insertRevokedKey(tx, keyId, clock.now()),
      )
      return { revision: next.revision }
    },
  }
}
