/** Alert rules as people keep them: list, add, change, switch, delete and bring back. */
import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import { givenRuleOf } from '../../../shared/contract/alerts.ts'
import type { AlertRule, GivenRule } from '../../../shared/contract/alerts.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import { usualUnitOf } from '../../../shared/series.ts'
import type { AuditEvent, By, Database, Writable } from '../../database/database.ts'
import { builtInRules } from './built-in-rules.ts'
import { conditionSentence } from './condition-words.ts'
import { endAlertsOfRule } from './end-alerts.store.ts'
import type { Notify } from './end-alerts.store.ts'
import type { Engine } from './engine.service.ts'
import { faultOf } from './judge-rule.ts'
import type { KeptSeries } from './kept-series.ts'
import { unitOfCondition } from './readings.ts'
import * as store from './rule.store.ts'
import type { StoredRule } from './rule.store.ts'

export interface RulesOptions {
  database: Database
  clock: Clock
  ids: Ids
  series: Pick<KeptSeries, 'series'>
  engine: Engine
  notify: Notify
}

interface Seen {
  id: string
  version: number
}

const mostRules = 1_000

const noSuchRule = () => new GatehouseError('NOT_FOUND', 'There is no such alert rule.', {})
const targetOf = (id: string, name: string) => ({ kind: 'alert-rule', id, name })

export const createRules = (options: RulesOptions) => {
  const { database, clock, ids, series, engine, notify } = options

  const shown = (rule: StoredRule): AlertRule => {
    const known = series.series()
    return show(rule, (name) => known.find((one) => one.name === name)?.unit ?? null)
  }
  const show = (rule: StoredRule, unitOf: (name: string) => AlertRule['unit']): AlertRule => {
    const unit = unitOfCondition(rule.condition, ({ name }) => unitOf(name) ?? usualUnitOf(name))
    const { id, version, isBuiltIn, lastFiredAtMs } = rule
    const sentence = conditionSentence(rule.condition, unit)
    return { ...givenRuleOf(rule), id, version, isBuiltIn, state: engine.stateOf(id), unit, sentence, lastFiredAtMs }
  }
  const ruleOf = (id: string): StoredRule => {
    const rule = database.read((db) => store.ruleById(db, id))
    if (!rule || rule.isDeleted) throw noSuchRule()
    return rule
  }
  /** A rule over an error budget comes and goes with its objective: what nobody could delete must not be made here. */
  const keepBurn = (before: GivenRule | null, { condition }: GivenRule): void => {
    if (condition.kind !== 'burn' && before?.condition.kind !== 'burn') return
    if (before && isDeepStrictEqual(before.condition, condition)) return
    const sentence = before
      ? 'This rule watches the error budget of an objective, and stays so: add another rule for something else.'
      : 'A rule over an error budget comes with its objective: add an objective instead.'
    throw new GatehouseError('INVALID_INPUT', sentence, { field: 'condition' })
  }
  const check = (given: GivenRule): void => {
    const fault = faultOf(given, series.series())
    if (fault) throw new GatehouseError('INVALID_INPUT', fault.sentence, { field: fault.field })
  }
  const seenIn = (tx: Writable, { id, version }: Seen): StoredRule => {
    const rule = store.ruleById(tx, id)
    if (!rule || rule.isDeleted) throw noSuchRule()
    if (rule.version !== version)
      throw new GatehouseError('CONFLICT', `The rule “${rule.name}” was changed meanwhile. Look at it again before you change it.`, {})
    return rule
  }
  const refuseTooMany = (tx: Writable): void => {
    if (store.countRules(tx) >= mostRules)
      throw new GatehouseError('CONFLICT', `There are ${mostRules} alert rules already; delete one first.`, {})
  }
  const endOpen = (tx: Writable, ruleId: string, by: string, sentence: string): void =>
    endAlertsOfRule(tx, ruleId, { atMs: clock.now(), by, sentence }, notify)

  const change = async (by: By, event: (before: StoredRule) => AuditEvent, write: (tx: Writable) => StoredRule): Promise<void> => {
    await database.change(by, event, write)
    await engine.rulesChanged()
  }

  /** What is judged became something else: what is open is of the rule before. */
  const replace = (tx: Writable, before: StoredRule, given: GivenRule | null, after: GivenRule, by: By): void => {
    store.updateRule(tx, before.id, given)
    if (!after.enabled) endOpen(tx, before.id, by.actor.name, 'Its rule was switched off.')
    else if (!isDeepStrictEqual(before.condition, after.condition))
      endOpen(tx, before.id, by.actor.name, 'The condition of its rule was changed.')
  }

  return {
    list: (): AlertRule[] => {
      const units = new Map(series.series().map(({ name, unit }) => [name, unit]))
      return database.read(store.allRules).map((rule) => show(rule, (name) => units.get(name) ?? null))
    },

    create: async (by: By, given: GivenRule): Promise<AlertRule> => {
      check(given)
      keepBurn(null, given)
      const id = ids.next()
      await database.change(
        by,
        {
          action: 'alert-rule.created',
          message: `${by.actor.name} added the alert rule “${given.name}”`,
          target: targetOf(id, given.name),
          detail: { rule: given },
        },
        (tx) => {
          refuseTooMany(tx)
          store.insertRule(tx, id, givenRuleOf(given))
        },
      )
      await engine.rulesChanged()
      return shown(ruleOf(id))
    },

    change: async (by: By, { id, version, ...given }: GivenRule & Seen): Promise<AlertRule> => {
      check(given)
      await change(
        by,
        (before) => ({
          action: 'alert-rule.changed',
          message: `${by.actor.name} changed the alert rule “${given.name}”`,
          target: targetOf(id, given.name),
          detail: { from: givenRuleOf(before), to: givenRuleOf(given) },
        }),
        (tx) => {
          const before = seenIn(tx, { id, version })
          keepBurn(before, given)
          replace(tx, before, givenRuleOf(given), given, by)
          return before
        },
      )
      return shown(ruleOf(id))
    },

    setEnabled: async (by: By, { enabled, ...seen }: Seen & { enabled: boolean }): Promise<AlertRule> => {
      await change(
        by,
        ({ name, severity }) => ({
          action: enabled ? 'alert-rule.enabled' : 'alert-rule.disabled',
          // Without it, nobody is told of what it watches.
          severity: enabled ? 'info' : 'low',
          message: `${by.actor.name} switched the alert rule “${name}” ${enabled ? 'on' : 'off'}`,
          target: targetOf(seen.id, name),
          detail: { severity },
        }),
        (tx) => {
          const before = seenIn(tx, seen)
          replace(tx, before, { ...givenRuleOf(before), enabled }, { ...before, enabled }, by)
          return before
        },
      )
      return shown(ruleOf(seen.id))
    },

    delete: async (by: By, seen: Seen): Promise<void> => {
      await change(
        by,
        (before) => ({
          action: 'alert-rule.deleted',
          severity: 'low',
          message: `${by.actor.name} deleted the alert rule “${before.name}”`,
          target: targetOf(seen.id, before.name),
          detail: { rule: givenRuleOf(before) },
        }),
        (tx) => {
          const before = seenIn(tx, seen)
          if (before.isBuiltIn)
            throw new GatehouseError('INVALID_INPUT', 'This rule came with the product: switch it off instead of deleting it.', {
              field: 'id',
            })
          if (before.condition.kind === 'burn')
            throw new GatehouseError('INVALID_INPUT', 'This rule belongs to an objective: switch it off, or delete the objective.', {
              field: 'id',
            })
          endOpen(tx, seen.id, by.actor.name, 'Its rule was deleted.')
          store.markRuleDeleted(tx, seen.id, clock.now())
          return before
        },
      )
    },

    restore: async (by: By, id: string): Promise<AlertRule> => {
      await change(
        by,
        ({ name, isBuiltIn }) => ({
          action: 'alert-rule.restored',
          message: `${by.actor.name} ${isBuiltIn ? `set the alert rule “${name}” back as it came` : `brought the alert rule “${name}” back`}`,
          target: targetOf(id, name),
        }),
        (tx) => {
          const before = store.ruleById(tx, id)
          if (!before || (!before.isBuiltIn && !before.isDeleted)) throw noSuchRule()
          if (before.isBuiltIn) {
            const asItCame = store.builtInOf(tx, id)
            replace(tx, before, null, asItCame ? builtInRules[asItCame]! : before, by)
          } else {
            refuseTooMany(tx)
            store.updateRule(tx, id, givenRuleOf(before))
          }
          return before
        },
      )
      return shown(ruleOf(id))
    },

    /** Of an objective, within its own change: its rule lives and dies with it. `engine.rulesChanged` is to be called after. */
    ofObjectives: {
      insert: (tx: Writable, id: string, given: GivenRule): void => {
        refuseTooMany(tx)
        store.insertRule(tx, id, givenRuleOf(given))
      },
      update: (tx: Writable, id: string, given: Pick<GivenRule, 'name' | 'summary'>): void => {
        const before = store.ruleById(tx, id)
        if (before) store.updateRule(tx, id, { ...givenRuleOf(before), ...given })
      },
      remove: (tx: Writable, id: string): void => {
        endAlertsOfRule(tx, id, { atMs: clock.now(), by: null, sentence: 'Its objective was deleted.' }, notify)
        store.dropRule(tx, id)
      },
    },
  }
}
