/** One rule with what it found so far: judged moment by moment, in memory. What is to be written of it comes out as a list. */
import type { Alert } from '../../../shared/contract/alerts.ts'
import type { Unit } from '../../../shared/contract/monitoring.ts'
import { canonicalLabels } from '../../../shared/series.ts'
import type { Labels } from '../../../shared/series.ts'
import { alertSentence } from './condition-words.ts'
import { isForgotten, judge, quiet, timingOf } from './judge.ts'
import type { Moment, Standing, Transition } from './judge.ts'
import { needsOf, readingsOf } from './readings.ts'
import type { Reading, SeriesSource } from './readings.ts'
import type { StoredRule } from './rule.store.ts'

export interface Instance {
  labels: Labels
  key: string
  standing: Standing
  /** While pending or firing. */
  alert: Alert | null
}

export interface LiveRule {
  rule: StoredRule
  /** By the labels of the series. */
  instances: Map<string, Instance>
  /** Something was measured at the last look. */
  isMeasured: boolean
}

/** What became of an instance: it stands only once it is written. */
export interface Turn {
  live: LiveRule
  instance: Instance
  standing: Standing
  transition: Transition
  alert: Alert
}

export const liveRule = (rule: StoredRule): LiveRule => ({ rule, instances: new Map(), isMeasured: false })

const worse = ({ condition }: StoredRule, worst: number | null, value: number | null): number | null => {
  if (worst === null || value === null) return worst ?? value
  const isDown =
    (condition.kind === 'threshold' && condition.comparison === 'below') || (condition.kind === 'rate' && condition.comparison === 'falls')
  return isDown ? Math.min(worst, value) : Math.max(worst, value)
}

const beginAlert = (rule: StoredRule, reading: Reading, at: { id: string; nowMs: number; unit: Unit | null }): Alert => ({
  id: at.id,
  version: 1,
  ruleId: rule.id,
  ruleName: rule.name,
  severity: rule.severity,
  group: rule.group,
  labels: { ...reading.labels, ...rule.labels },
  sentence: alertSentence(rule.condition, rule.forMs, { ...reading, unit: at.unit }),
  state: 'pending',
  startedAtMs: at.nowMs,
  firedAtMs: null,
  resolvedAtMs: null,
  value: reading.value,
  worst: reading.value,
  threshold: reading.threshold,
  unit: at.unit,
  acknowledged: null,
  silencedBy: null,
  summary: rule.summary,
  runbookUrl: rule.runbookUrl,
  selectors: needsOf(rule.condition).map(({ selector }, index) => ({
    name: selector.name,
    labels: index === 0 ? { ...reading.labels } : { ...selector.labels },
  })),
})

export interface Look {
  source: SeriesSource
  moment: Moment
  nowMs: number
  nextId(): string
  unitOf(rule: StoredRule): Unit | null
}

const turnOf = (live: LiveRule, reading: Reading, look: Look): Turn | null => {
  const { rule, instances } = live
  if (instances.size === 0 && reading.verdict !== 'breach') return null
  const key = canonicalLabels(reading.labels)
  const known = instances.get(key)
  if (!known && reading.verdict !== 'breach') return null
  const instance: Instance = known ?? { labels: reading.labels, key, standing: quiet, alert: null }
  const { standing, transition } = judge(instance.standing, reading.verdict, look.moment, timingOf(rule))
  if (instance.alert && reading.value !== null)
    instance.alert = { ...instance.alert, value: reading.value, worst: worse(rule, instance.alert.worst, reading.value) }
  if (transition === null) {
    instance.standing = standing
    if (isForgotten(standing)) instances.delete(key)
    return null
  }
  instances.set(key, instance)
  const at = { id: '', nowMs: look.nowMs, unit: null as Unit | null }
  if (!instance.alert) Object.assign(at, { id: look.nextId(), unit: look.unitOf(rule) })
  const alert = instance.alert ?? beginAlert(rule, reading, at)
  if (transition !== 'fired') return { live, instance, standing, transition, alert }
  const found = { ...reading, unit: alert.unit }
  const sentence = alertSentence(rule.condition, rule.forMs, found)
  return { live, instance, standing, transition, alert: { ...alert, state: 'firing', firedAtMs: look.nowMs, sentence } }
}

/** What turned at this moment. What did not is brought up to it at once. */
export const lookAt = (live: LiveRule, look: Look): Turn[] => {
  if (!live.rule.enabled) return []
  const readings = readingsOf(live.rule.condition, look.source)
  live.isMeasured = readings.some(({ verdict }) => verdict !== 'unknown')
  const turns: Turn[] = []
  const missing = new Map(live.instances)
  for (const reading of readings) {
    const turn = turnOf(live, reading, look)
    if (turn) turns.push(turn)
    if (missing.size > 0) missing.delete(canonicalLabels(reading.labels))
  }
  for (const { labels } of missing.values()) {
    const turn = turnOf(live, { labels, verdict: 'unknown', value: null, threshold: null }, look)
    if (turn) turns.push(turn)
  }
  return turns
}

/** Once it is written. */
export const adopt = ({ live, instance, standing, transition, alert }: Turn): void => {
  instance.standing = standing
  instance.alert = transition === 'pending' || transition === 'fired' ? alert : null
  if (isForgotten(standing)) live.instances.delete(instance.key)
}
