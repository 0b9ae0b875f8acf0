/** A rule while somebody fills it in: the fields of every kind kept side by side, and what is wrong with them. */
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import type { AlertRule, Condition, GivenRule, Measure } from '../../../shared/contract/alerts.ts'
import type { Unit } from '../../../shared/contract/monitoring.ts'
import { measureOf } from './breach-model.ts'
import { scaleFor, scalesOf, usualScale } from './figure-scale.ts'
import { labelsText, readLabels } from './labels-text.ts'
import { lengthDraftOf, readLength, type LengthDraft } from './length-draft.ts'
import type { Selector } from './series-options.ts'

type Burn = Extract<Condition, { kind: 'burn' }>

export interface RuleDraft {
  kind: Condition['kind']
  name: string
  summary: string
  severity: Severity
  group: string
  labels: string
  runbookUrl: string
  selector: Selector | null
  dividedBy: Selector | null
  figure: Measure['figure']
  join: Measure['join']
  comparison: 'above' | 'below'
  change: 'rises' | 'falls'
  value: string
  resolveValue: string
  /** Of what is counted; empty: however few there are. */
  leastCount: string
  /** The name of the unit in which both are written. */
  scale: string
  relative: boolean
  window: LengthDraft
  for: LengthDraft
  keepFiring: LengthDraft
  enabled: boolean
  /** Made with its objective: kept as it is. */
  burn: Burn | null
}

export type RuleField =
  | 'name'
  | 'series'
  | 'value'
  | 'resolveValue'
  | 'leastCount'
  | 'window'
  | 'for'
  | 'keepFiring'
  | 'group'
  | 'labels'
  | 'runbookUrl'
  | 'summary'
interface RuleProblem {
  field: RuleField
  sentence: string
}

const dayMs = 86_400_000

export const newRule: RuleDraft = {
  kind: 'threshold',
  name: '',
  summary: '',
  severity: 'medium',
  group: 'default',
  labels: '',
  runbookUrl: '',
  selector: null,
  dividedBy: null,
  figure: 'mean',
  join: 'each',
  comparison: 'above',
  change: 'rises',
  value: '',
  resolveValue: '',
  leastCount: '',
  scale: '',
  relative: true,
  window: { amount: '1', unit: 'minutes' },
  for: { amount: '0', unit: 'minutes' },
  keepFiring: { amount: '0', unit: 'minutes' },
  enabled: true,
  burn: null,
}

/** In which unit the figure of the rule is. Null while no series says. */
const unitOfDraft = ({ kind, dividedBy, relative }: RuleDraft, unit: Unit | null): Unit | null =>
  dividedBy || (kind === 'rate' && relative) ? 'percent' : unit

const measureOfDraft = (draft: RuleDraft, unit: Unit | null) =>
  measureOf(draft.dividedBy ? '' : (draft.selector?.name ?? ''), unitOfDraft(draft, unit) ?? 'count')

export const scalesOfDraft = (draft: RuleDraft, unit: Unit | null) => scalesOf(measureOfDraft(draft, unit))
/** The chosen one; where the series is another meanwhile, what is usual for that. */
export const scaleOfDraft = (draft: RuleDraft, unit: Unit | null) =>
  scalesOfDraft(draft, unit).find(({ name }) => name === draft.scale) ?? usualScale(measureOfDraft(draft, unit))

const plain = (value: number): string => String(Number(value.toPrecision(10)))

/** `unit`: of the series that the rule judges. */
export const ruleDraftOf = (rule: AlertRule, unit: Unit | null): RuleDraft => {
  const { condition } = rule
  const common: RuleDraft = {
    ...newRule,
    kind: condition.kind,
    name: rule.name,
    summary: rule.summary,
    severity: rule.severity,
    group: rule.group,
    labels: labelsText(rule.labels),
    runbookUrl: rule.runbookUrl ?? '',
    for: lengthDraftOf(rule.forMs),
    keepFiring: lengthDraftOf(rule.keepFiringMs),
    enabled: rule.enabled,
  }
  if (condition.kind === 'burn') return { ...common, burn: condition }
  const window = lengthDraftOf(condition.windowMs)
  if (condition.kind === 'absence') return { ...common, window, selector: condition.selector }
  const { name, labels, figure, join, dividedBy } = condition.measure
  const judged: RuleDraft = { ...common, window, selector: { name, labels }, figure, join, dividedBy }
  const written = condition.kind === 'rate' ? condition.by : condition.value
  if (condition.kind === 'rate') judged.relative = condition.relative
  const scale = scaleFor(written, measureOfDraft(judged, unit))
  const figures = { scale: scale.name, value: plain(written / scale.factor) }
  if (condition.kind === 'rate') return { ...judged, ...figures, change: condition.comparison }
  const { comparison, resolveValue, leastCount } = condition
  return {
    ...judged,
    ...figures,
    comparison,
    resolveValue: resolveValue === null ? '' : plain(resolveValue / scale.factor),
    leastCount: leastCount === 0 ? '' : String(leastCount),
  }
}

const figureOf = (text: string): number | null => {
  const read = text.trim() === '' ? NaN : Number(text.trim().replace(',', '.'))
  return Number.isFinite(read) ? read : null
}

type ReadCondition = { problem: RuleProblem } | { condition: Condition }

const readCondition = (draft: RuleDraft, unit: Unit | null): ReadCondition => {
  const problem = (field: RuleField, sentence: string): ReadCondition => ({ problem: { field, sentence } })
  if (draft.kind === 'burn') return draft.burn ? { condition: draft.burn } : problem('name', 'Such a rule is made with an objective.')
  if (!draft.selector) return problem('series', 'Choose what the rule looks at.')
  const leastMs = draft.kind === 'threshold' ? 1000 : 10_000
  const windowMs = readLength(draft.window, leastMs, dayMs)
  if (windowMs === null) return problem('window', `From ${leastMs / 1000} seconds to a day.`)
  if (draft.kind === 'absence') return { condition: { kind: 'absence', selector: draft.selector, windowMs } }
  const { factor } = scaleOfDraft(draft, unit)
  const written = figureOf(draft.value)
  if (written === null) return problem('value', 'Enter a figure, such as 80 or 0.5.')
  const value = written * factor
  const measure: Measure = { ...draft.selector, figure: draft.figure, join: draft.join, dividedBy: draft.dividedBy }
  if (draft.kind === 'rate') {
    if (value <= 0) return problem('value', 'By how much: more than 0.')
    return { condition: { kind: 'rate', measure, comparison: draft.change, by: value, relative: draft.relative, windowMs } }
  }
  const over = draft.resolveValue.trim() === '' ? null : figureOf(draft.resolveValue)
  if (over === null && draft.resolveValue.trim() !== '') return problem('resolveValue', 'Enter a figure, or leave it empty.')
  const resolveValue = over === null ? null : over * factor
  if (resolveValue !== null && (draft.comparison === 'above' ? resolveValue > value : resolveValue < value))
    return problem(
      'resolveValue',
      draft.comparison === 'above'
        ? 'It must not be above the figure that sets it off.'
        : 'It must not be below the figure that sets it off.',
    )
  const leastCount = draft.leastCount.trim() === '' ? 0 : Number(draft.leastCount)
  if (!Number.isInteger(leastCount) || leastCount < 0 || leastCount > 1_000_000)
    return problem('leastCount', 'A whole number, or leave it empty.')
  return { condition: { kind: 'threshold', measure, comparison: draft.comparison, value, resolveValue, windowMs, leastCount } }
}

type ReadRule = { kind: 'problem'; problem: RuleProblem } | { kind: 'rule'; rule: GivenRule }

/** `unit`: of the series that it judges. What only the core can judge, it says itself. */
export const readRule = (draft: RuleDraft, unit: Unit | null): ReadRule => {
  const problem = (field: RuleField, sentence: string): ReadRule => ({ kind: 'problem', problem: { field, sentence } })
  const read = readCondition(draft, unit)
  if ('problem' in read) return { kind: 'problem', problem: read.problem }
  const forMs = readLength(draft.for, 0, dayMs)
  if (forMs === null) return problem('for', 'From 0 to a day.')
  const keepFiringMs = readLength(draft.keepFiring, 0, dayMs)
  if (keepFiringMs === null) return problem('keepFiring', 'From 0 to a day.')
  const name = draft.name.trim()
  if (name === '') return problem('name', 'Give it a name: it is the first thing that is read at night.')
  if (name.length > 80) return problem('name', 'A name has at most 80 letters.')
  const labels = readLabels(draft.labels)
  if (labels === null) return problem('labels', 'Write each as name=value, with commas between them.')
  const group = draft.group.trim()
  if (group === '' || group.length > 60) return problem('group', 'A group has a name of at most 60 letters.')
  const runbookUrl = draft.runbookUrl.trim() || null
  if (runbookUrl !== null && !(URL.canParse(runbookUrl) && /^https?:\/\//i.test(runbookUrl)))
    return problem('runbookUrl', 'Enter the whole address, beginning with https:// or http://.')
  const { severity, enabled } = draft
  const summary = draft.summary.trim()
  return {
    kind: 'rule',
    rule: { name, summary, condition: read.condition, forMs, keepFiringMs, severity, labels, runbookUrl, group, enabled },
  }
}

const fields: Record<string, RuleField> = {
  name: 'name',
  summary: 'summary',
  group: 'group',
  labels: 'labels',
  runbookUrl: 'runbookUrl',
  forMs: 'for',
  keepFiringMs: 'keepFiring',
  'condition.windowMs': 'window',
  'condition.value': 'value',
  'condition.by': 'value',
  'condition.resolveValue': 'resolveValue',
}
/** Where what the core refused stands in the form: `condition.windowMs` is the window. */
export const ruleFieldOf = (path: string | null): RuleField | null =>
  path === null ? null : (fields[path] ?? (/^condition\.(?:measure|selector)\b/.test(path) ? 'series' : null))
