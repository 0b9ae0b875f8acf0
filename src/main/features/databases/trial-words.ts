/** What a trial of indexes came to, in a sentence. Pure. */
import type { IndexTrial } from '../../../shared/contract/databases.ts'

const ratio = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 })

/** Less is not worth an index. */
export const tooQuickMs = 0.1

/** `burden`: what the plan of the query has that an index may spare; 0: nothing. */
export const trialSentence = ({ before, tried }: Pick<IndexTrial, 'before' | 'tried'>, burden: number): string => {
  if (burden === 0) return 'Nothing to try: its plan reads no whole table and puts nothing in order.'
  if (before === null) return 'No index of the columns that it names would change its plan for the better.'
  if (before.medianMs < tooQuickMs)
    return 'On the copy it runs in less than a tenth of a millisecond: there is too little in its tables for an index to bring anything.'
  const best = tried.find(({ verdict }) => verdict === 'better')
  if (best) {
    const times = before.medianMs / best.run.medianMs
    const speed = Number.isFinite(times) ? `${ratio.format(times)} times as fast` : 'faster than can be measured'
    return `With the best index it ran ${speed} on the copy. Whether that is worth what each write then costs is for you to weigh: nothing is changed here.`
  }
  if (tried.some(({ verdict }) => verdict === 'unproven'))
    return 'An index changes its plan, but no value could be found for some parameter: without it, the times prove nothing.'
  return 'None of the indexes that the planner would take made it half as fast again. Leave it as it is.'
}
