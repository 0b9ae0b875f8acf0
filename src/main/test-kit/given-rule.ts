/** A threshold rule that fires at once above 80, but for what is given. */
import type { GivenRule, Measure } from '../../shared/contract/alerts.ts'

interface Changes extends Partial<Omit<GivenRule, 'condition'>> {
  measure?: Partial<Measure>
  comparison?: 'above' | 'below'
  value?: number
  resolveValue?: number | null
  windowMs?: number
  leastCount?: number
  condition?: GivenRule['condition']
}

export const givenRule = ({
  measure,
  comparison = 'above',
  value = 80,
  resolveValue = null,
  windowMs = 1_000,
  leastCount = 0,
  ...changes
}: Changes = {}): GivenRule => ({
  name: 'Too much',
  summary: '',
  condition: {
    kind: 'threshold',
    measure: { name: 'thing.size', labels: {}, figure: 'mean', join: 'each', dividedBy: null, ...measure },
    comparison,
    value,
    resolveValue,
    windowMs,
    leastCount,
  },
  forMs: 0,
  keepFiringMs: 0,
  severity: 'medium',
  labels: {},
  runbookUrl: null,
  group: 'default',
  enabled: true,
  ...changes,
})
