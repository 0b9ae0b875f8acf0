/** What a person is told when a six-digit code, a backup code or a password is refused, and when the next try makes sense. */
import { formatDuration, formatRoughDuration } from '../ui/format.ts'
import { errorOf } from './typed-error.ts'
import { describeProblem } from './describe-problem.ts'

export interface Refusal {
  sentence: string
  /** Counted down after the sentence; null where one may try at once. */
  waitUntilMs: number | null
}

/** `offsetMs` is the phone's clock minus ours. */
export const clockSentence = (offsetMs: number): string => {
  const distance = Math.abs(offsetMs)
  const rounded = distance < 45_000 ? 30_000 : Math.round(distance / 60_000) * 60_000
  return `The clock of your phone is ${formatDuration(rounded)} ${offsetMs < 0 ? 'behind' : 'ahead'}: set it to automatic and enter the next code.`
}

const lockedOutSentence =
  'Too many attempts failed, so this is locked. Signing in with the right password and a backup code works meanwhile.'

const attemptsSentence = (left: number | null): string => {
  if (left === null || left > 3) return ''
  if (left === 0) return ' No attempt is left.'
  return left === 1 ? ' One attempt is left before signing in is locked.' : ` ${left} attempts are left before signing in is locked.`
}

export const describeRefusal = (error: unknown, nowMs: number): Refusal => {
  const clock = errorOf(error, 'CLOCK_WRONG')
  if (clock) return { sentence: clockSentence(clock.data.offsetMs), waitUntilMs: null }
  const used = errorOf(error, 'CODE_ALREADY_USED')
  if (used) return { sentence: 'This code was used before.', waitUntilMs: nowMs + used.data.nextInMs }
  const often = errorOf(error, 'TOO_MANY_ATTEMPTS')
  if (often) return { sentence: 'That was too fast.', waitUntilMs: nowMs + often.data.retryAfterMs }
  const out = errorOf(error, 'LOCKED_OUT')
  if (out) return { sentence: lockedOutSentence, waitUntilMs: out.data.untilMs }
  const wrong = errorOf(error, 'WRONG_CODE') ?? errorOf(error, 'INVALID_CREDENTIALS')
  if (wrong) return { sentence: `${wrong.message}${attemptsSentence(wrong.data.attemptsLeft)}`, waitUntilMs: null }
  const { sentence, requestId } = describeProblem(error)
  return { sentence: requestId ? `${sentence} (${requestId})` : sentence, waitUntilMs: null }
}

/** ` The next one comes in 12 s.`; empty once it is time. Long waits are told roughly. */
export const waitSentence = (refusal: Refusal, nowMs: number, what: string): string => {
  if (refusal.waitUntilMs === null || refusal.waitUntilMs <= nowMs) return ''
  const left = Math.ceil((refusal.waitUntilMs - nowMs) / 1000) * 1000
  return ` ${what} in ${left > 600_000 ? formatRoughDuration(left) : formatDuration(left)}.`
}
