/** Silences: matching alerts are kept quiet for a time, and told again when it is over. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { Silence } from '../../../shared/contract/alerts.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { By, Database } from '../../database/database.ts'
import { about, matchSentence } from './condition-words.ts'
import type { Engine } from './engine.service.ts'
import { ruleById } from './rule.store.ts'
import * as store from './silence.store.ts'

export interface GivenSilence {
  match: Silence['match']
  fromMs: number | null
  untilMs: number
  reason: string
}

const mostSilences = 500
const dayMs = 86_400_000
const longestMs = 90 * dayMs
const furthestMs = 366 * dayMs
/** So long one that is over can be told of by its alerts. */
const keptMs = 90 * dayMs

const invalid = (field: string, sentence: string) => new GatehouseError('INVALID_INPUT', sentence, { field })
const targetOf = ({ id, sentence }: Silence) => ({ kind: 'silence', id, name: sentence })

export const createSilences = (options: { database: Database; clock: Clock; ids: Ids; engine: Engine }) => {
  const { database, clock, ids, engine } = options
  const coming = () => database.read((db) => store.silencesAfter(db, clock.now()))

  return {
    list: (): Silence[] => coming(),

    add: async (by: By, given: GivenSilence): Promise<Silence> => {
      const nowMs = clock.now()
      const { match, untilMs, reason } = given
      const fromMs = Math.max(given.fromMs ?? nowMs, nowMs)
      if (untilMs <= fromMs) throw invalid('untilMs', 'A silence ends after it begins, and after now.')
      if (untilMs - fromMs > longestMs) throw invalid('untilMs', 'A silence lasts up to 90 days.')
      if (fromMs - nowMs > furthestMs) throw invalid('fromMs', 'A silence begins within a year.')
      const rule = match.ruleId === null ? null : database.read((db) => ruleById(db, match.ruleId!))
      if (match.ruleId !== null && !rule) throw invalid('match.ruleId', 'There is no such alert rule.')
      const sentence = matchSentence(match, rule?.name ?? null)
      const silence: Silence = { id: ids.next(), version: 1, match, sentence, fromMs, untilMs, reason, createdBy: by.actor.name }
      await database.change(
        by,
        {
          action: 'silence.created',
          severity: 'low',
          message: `${by.actor.name} silenced for ${about(untilMs - fromMs)}: ${sentence}`,
          target: targetOf(silence),
          detail: { match, fromMs, untilMs, reason },
        },
        (tx) => {
          if (store.silencesAfter(tx, nowMs).length >= mostSilences)
            throw new GatehouseError('CONFLICT', `There are ${mostSilences} silences already; end one first.`, {})
          store.insertSilence(tx, silence, nowMs - keptMs)
        },
      )
      await engine.silencesChanged()
      return silence
    },

    end: async (by: By, seen: { id: string; version: number }): Promise<void> => {
      await database.change(
        by,
        (silence: Silence) => ({
          action: 'silence.ended',
          message: `${by.actor.name} ended a silence: ${silence.sentence}`,
          target: targetOf(silence),
        }),
        (tx) => {
          const silence = store.silenceById(tx, seen.id)
          if (!silence) throw new GatehouseError('NOT_FOUND', 'There is no such silence.', {})
          if (!store.endSilence(tx, seen, clock.now()))
            throw new GatehouseError('CONFLICT', 'This silence was changed meanwhile, or is over already.', {})
          return silence
        },
      )
      await engine.silencesChanged()
    },
  }
}
