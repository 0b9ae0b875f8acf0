/** Whether a rule that is given can be judged at all; says what is wrong with it otherwise. */
import type { GivenRule } from '../../../shared/contract/alerts.ts'
import type { Series } from '../../../shared/contract/monitoring.ts'

export interface RuleFault {
  field: string
  sentence: string
}

const mostLabels = 20
const percentiles = new Set<string>(['p50', 'p95', 'p99'])

/** `known`: the series that there are; of one that there is not yet, anything may be said. */
export const faultOf = ({ condition, labels }: GivenRule, known: readonly Series[]): RuleFault | null => {
  if (Object.keys(labels).length > mostLabels) return { field: 'labels', sentence: `A rule adds up to ${mostLabels} labels.` }
  if (condition.kind === 'threshold') {
    const { comparison, value, resolveValue } = condition
    if (resolveValue !== null && (comparison === 'above' ? resolveValue > value : resolveValue < value)) {
      const side = comparison === 'above' ? 'below' : 'above'
      return { field: 'condition.resolveValue', sentence: `It is over at a value ${side} the one that it fires at, or the same.` }
    }
  }
  if (condition.kind !== 'threshold' && condition.kind !== 'rate') return null
  const { measure } = condition
  const kind = known.find(({ name }) => name === measure.name)?.kind
  if (percentiles.has(measure.figure) && kind !== undefined && kind !== 'histogram')
    return { field: 'condition.measure.figure', sentence: 'Percentiles are of series that hold single values, such as response times.' }
  if (percentiles.has(measure.figure) && measure.dividedBy)
    return {
      field: 'condition.measure.dividedBy',
      sentence: 'A percentile is no share of anything: choose the mean, or divide by nothing.',
    }
  return null
}
