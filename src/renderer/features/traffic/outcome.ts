/** What became of a request, in a word or two. */
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import type { RequestRecord } from '../../../shared/contract/traffic.ts'
import { refusalWords } from './refusal-words.ts'

export interface Outcome {
  words: string
  /** Null where nothing is to be known or done. */
  severity: Severity | null
}

export const outcomeOf = ({ refusal, brokenOff, status, overlooked }: RequestRecord): Outcome => {
  if (refusal !== null) {
    const { short, severity } = refusalWords(refusal)
    return { words: short, severity }
  }
  if (brokenOff === 'by-upstream') return { words: 'Target broke off', severity: 'high' }
  if (brokenOff === 'by-caller') return { words: 'Caller left', severity: null }
  if (status === 0) return { words: 'No answer', severity: 'medium' }
  if (status >= 500) return { words: 'Target failed', severity: 'high' }
  const [first] = overlooked
  // In a dry run or under pass-through: nothing was refused, and something would have been.
  if (first !== undefined) return { words: `Let by: ${refusalWords(codeOf(first)).short.toLowerCase()}`, severity: 'info' }
  return { words: status === 101 ? 'Tunnel' : status === 304 ? 'Not changed' : 'Let through', severity: null }
}

/** `rate-limited: login, in dry run` is the code and the reason. */
export const codeOf = (overlooked: string): string => overlooked.split(':', 1)[0] ?? overlooked
export const reasonOf = (overlooked: string): string | null =>
  overlooked.includes(':') ? overlooked.slice(overlooked.indexOf(':') + 1).trim() : null
