/** Brings the rules in memory, and what they found, in step with those that are kept. */
import { isDeepStrictEqual } from 'node:util'
import type { Alert } from '../../../shared/contract/alerts.ts'
import type { Readable } from '../../database/database.ts'
import { firingAlerts, noteDropped, pendingAlerts } from './alert.store.ts'
import type { Noted } from './alert.store.ts'
import { liveRule } from './live-rule.ts'
import type { LiveRule } from './live-rule.ts'
import { allRules } from './rule.store.ts'
import type { StoredRule } from './rule.store.ts'

export type LiveRules = Map<string, LiveRule>

const judgesTheSame = (a: StoredRule, b: StoredRule) => a.enabled === b.enabled && isDeepStrictEqual(a.condition, b.condition)

/** The answer: pending alerts that are none any more, to be noted. */
export const loadRules = (db: Readable, rules: LiveRules): Noted[] => {
  const stored = allRules(db)
  const known = new Set(stored.map(({ id }) => id))
  const firing = new Set(firingAlerts(db).map(({ alert }) => alert.id))
  const dropped: Noted[] = []
  const drop = (live: LiveRule, isKept: (alert: Alert, kind: string) => boolean) => {
    for (const [key, { alert, standing }] of live.instances) {
      if (!alert || isKept(alert, standing.kind)) continue
      if (standing.kind === 'pending') dropped.push(noteDropped(alert.id))
      live.instances.delete(key)
    }
  }
  for (const live of rules.values()) {
    if (known.has(live.rule.id)) continue
    drop(live, () => false)
    rules.delete(live.rule.id)
  }
  for (const rule of stored) {
    const live = rules.get(rule.id)
    if (!live) rules.set(rule.id, liveRule(rule))
    else if (live.rule.version !== rule.version) {
      const same = judgesTheSame(live.rule, rule)
      live.rule = rule
      drop(live, (alert, kind) => (kind === 'pending' ? same : firing.has(alert.id)))
    }
  }
  return dropped
}

/** After a restart, pending and firing ones go on from where they were; what passed meanwhile was not observed. */
export const loadOpenAlerts = (db: Readable, rules: LiveRules): Noted[] => {
  const orphaned: Noted[] = []
  for (const { alert, seriesLabels: key, heldMs } of pendingAlerts(db)) {
    const labels = JSON.parse(key) as Record<string, string>
    const live = rules.get(alert.ruleId)
    if (live?.rule.enabled)
      live.instances.set(key, { labels, key, alert, standing: { kind: 'pending', heldMs, missing: 0, firedAtMs: [] } })
    else orphaned.push(noteDropped(alert.id))
  }
  for (const { alert, seriesLabels: key, holds, overMs, unknownMs } of firingAlerts(db)) {
    const labels = JSON.parse(key) as Record<string, string>
    const standing = { kind: 'firing', holds, overMs, missing: unknownMs, firedAtMs: [] } as const
    rules.get(alert.ruleId)?.instances.set(key, { labels, key, alert, standing })
  }
  return orphaned
}
