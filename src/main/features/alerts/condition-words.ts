/** Rules and what they found, in words and with units. */
import type { Condition, Measure, Silence } from '../../../shared/contract/alerts.ts'
import type { Unit } from '../../../shared/contract/monitoring.ts'
import { figure, inBytes } from '../../../shared/figure-words.ts'
import { titleOf, titleOfSelected } from '../../../shared/series.ts'
import type { Labels } from '../../../shared/series.ts'

const spans = [
  ['day', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const

/** In the largest unit that it is a whole number of. */
export const span = (ms: number): string => {
  const [word, unitMs] = spans.find(([, one]) => ms >= one && ms % one === 0) ?? (['s', 1_000] as const)
  const count = ms / unitMs
  return `${figure(count)} ${word}${word === 'day' && count !== 1 ? 's' : ''}`
}

/** As long as people care to know: "42 min", "3 h 5 min". */
export const about = (ms: number): string => {
  const index = spans.findIndex(([, one]) => ms >= one)
  if (index === -1) return 'less than a second'
  const [, unitMs] = spans[index]!
  const rest = spans[index + 1]
  const whole = Math.floor(ms / unitMs) * unitMs
  const left = rest && index < 2 ? Math.floor((ms - whole) / rest[1]) * rest[1] : 0
  return left > 0 ? `${span(whole)} ${span(left)}` : span(whole)
}

export const withUnit = (value: number, unit: Unit | null): string => {
  switch (unit) {
    case 'percent':
      return `${figure(value)} %`
    case 'bytes':
      return inBytes(value)
    case 'bytes/s':
      return `${inBytes(value)}/s`
    case '1/s':
      return `${figure(value)}/s`
    case 'ms':
      if (Math.abs(value) >= 120_000) return `${value < 0 ? '-' : ''}${about(Math.abs(value))}`
      return Math.abs(value) >= 1000 ? `${figure(value / 1000)} s` : `${figure(value)} ms`
    case 'celsius':
      return `${figure(value)} °C`
    case 'count':
    case 'load':
    case null:
      return figure(value)
  }
}

const figureWords: Record<Measure['figure'], string> = {
  mean: 'mean',
  max: 'highest',
  min: 'lowest',
  p50: 'median',
  p95: '95th percentile',
  p99: '99th percentile',
}
const joinWords: Record<Exclude<Measure['join'], 'each'>, string> = {
  sum: 'all together',
  mean: 'on average',
  max: 'the highest of them',
  min: 'the lowest of them',
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
const joined = ({ join }: Measure) => (join === 'each' ? '' : `, ${joinWords[join]}`)
const subjectOf = (measure: Measure): string => {
  const share = measure.dividedBy ? ` as a share of ${lowerFirst(titleOfSelected(measure.dividedBy))}` : ''
  return `${titleOfSelected(measure)}${share}${joined(measure)}`
}

/** "Processor, mean of 1 min, above 80 %". */
export const conditionSentence = (condition: Condition, unit: Unit | null): string => {
  switch (condition.kind) {
    case 'threshold': {
      const { measure, comparison, value, windowMs, leastCount } = condition
      const enough = leastCount > 0 ? `, of at least ${leastCount}` : ''
      return `${subjectOf(measure)}, ${figureWords[measure.figure]} of ${span(windowMs)}, ${comparison} ${withUnit(value, unit)}${enough}`
    }
    case 'rate': {
      const { measure, comparison, by, windowMs } = condition
      return `${subjectOf(measure)}, ${figureWords[measure.figure]} of ${span(windowMs)}, ${comparison} by more than ${withUnit(by, unit)} against the ${span(windowMs)} before`
    }
    case 'absence':
      return `${titleOfSelected(condition.selector)}, nothing measured for ${span(condition.windowMs)}`
    case 'burn':
      return 'The error budget burns too fast'
  }
}

export interface Found {
  labels: Labels
  value: number | null
  threshold: number | null
  unit: Unit | null
}

const foundSubject = (measure: Measure, labels: Labels): string =>
  measure.join === 'each' ? `${titleOf(measure.name, labels)}${measure.dividedBy ? ' as a share' : ''}` : subjectOf(measure)
const heldFor = (forMs: number) => (forMs > 0 ? ` for ${span(forMs)}` : '')

/** "Processor: 93 %, above 80 % for 5 min". */
export const alertSentence = (condition: Condition, forMs: number, { labels, value, threshold, unit }: Found): string => {
  switch (condition.kind) {
    case 'threshold': {
      const subject = foundSubject(condition.measure, labels)
      const limit = `${condition.comparison} ${withUnit(threshold ?? condition.value, unit)}${heldFor(forMs)}`
      return value === null ? `${subject}: ${limit}` : `${subject}: ${withUnit(value, unit)}, ${limit}`
    }
    case 'rate': {
      const { measure, comparison, by, windowMs } = condition
      const change = withUnit(Math.abs(value ?? by), unit)
      return `${foundSubject(measure, labels)}: ${comparison === 'rises' ? 'rose' : 'fell'} by ${change} within ${span(windowMs)}, more than ${withUnit(by, unit)}`
    }
    case 'absence':
      return `${titleOf(condition.selector.name, labels)}: nothing measured for ${span(condition.windowMs)}`
    case 'burn':
      return value === null || threshold === null
        ? 'The error budget burns too fast'
        : `The error budget burns ${figure(value)} times as fast as it may, more than ${figure(threshold)} times`
  }
}

const listed = (labels: Labels): string[] => Object.entries(labels).map(([name, value]) => `${name} ${value}`)

export const matchSentence = ({ ruleId, group, labels }: Silence['match'], ruleName: string | null): string => {
  const parts = [
    ...(ruleId === null ? [] : [`of the rule “${ruleName ?? 'that is gone'}”`]),
    ...(group === null ? [] : [`of the group ${group}`]),
    ...(Object.keys(labels).length === 0 ? [] : [`with ${listed(labels).join(', ')}`]),
  ]
  return parts.length === 0 ? 'All alerts' : `Alerts ${parts.join(', ')}`
}
