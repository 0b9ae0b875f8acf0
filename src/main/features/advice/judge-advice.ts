/** All rules of advice, and what they say of what was observed; the most pressing first. */
import { severities } from '../../../shared/contract/audit-filter.ts'
import type { Advice, AdviceRule, LookedAt } from '../../../shared/contract/advice.ts'
import { diskFull } from './disk-rule.ts'
import { memoryTrend, swapping } from './memory-rules.ts'
import type { Observed } from './observed.ts'
import { busyProcess, eventLoop, stolenTime } from './processor-rules.ts'
import { neglectedKeys, slowQueries, unprovedLog } from './record-rules.ts'
import { failingUpstream, slowRoute } from './service-rules.ts'
import type { Verdict } from './verdict.ts'

const rules: Record<AdviceRule, { name: string; judge(observed: Observed): Verdict }> = {
  'memory-trend': { name: 'Memory that runs out', judge: memoryTrend },
  'disk-full': { name: 'Disks that fill up', judge: diskFull },
  'busy-process': { name: 'A process that holds the processors', judge: busyProcess },
  'stolen-time': { name: 'Time taken by other machines', judge: stolenTime },
  swap: { name: 'Swapping', judge: swapping },
  'event-loop': { name: 'A console that is late', judge: eventLoop },
  'slow-queries': { name: 'Slow queries', judge: slowQueries },
  'slow-route': { name: 'Slow routes', judge: slowRoute },
  'failing-upstream': { name: 'Upstreams that fail', judge: failingUpstream },
  'unproved-log': { name: 'A log that nobody verified', judge: unprovedLog },
  'neglected-keys': { name: 'Keys that want a look', judge: neglectedKeys },
}

export const judgeAdvice = (observed: Observed): { advice: Advice[]; lookedAt: LookedAt[] } => {
  const advice: Advice[] = []
  const lookedAt: LookedAt[] = []
  for (const [rule, { name, judge }] of Object.entries(rules) as [AdviceRule, (typeof rules)[AdviceRule]][]) {
    const verdict = judge(observed)
    if (verdict.kind === 'advice') advice.push(...verdict.advice.map((one) => ({ ...one, rule })))
    lookedAt.push({
      rule,
      name,
      state: verdict.kind,
      sentence: verdict.kind === 'advice' ? verdict.advice.map(({ title }) => `${title}.`).join(' ') : verdict.sentence,
    })
  }
  const rank = ({ severity }: Advice) => severities.indexOf(severity)
  return { advice: advice.toSorted((a, b) => rank(b) - rank(a) || b.badness - a.badness), lookedAt }
}
