// What a person is told when a code or a password is refused.
import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import type { ErrorCode, ErrorData } from '../../shared/errors.ts'
import { clockSentence, describeRefusal, waitSentence } from './code-problem.ts'

const refused = <Code extends ErrorCode>(code: Code, message: string, data: ErrorData<Code>) =>
  new ORPCError(code, { defined: true, message, data })
const nowMs = 1_000_000

test.each([
  [-300_000, 'The clock of your phone is 5 min behind'],
  [-291_000, 'The clock of your phone is 5 min behind'],
  [3_600_000, 'The clock of your phone is 1 h ahead'],
  [5_400_000, 'The clock of your phone is 1 h 30 min ahead'],
  [-30_000, 'The clock of your phone is 30 s behind'],
  [-60_000, 'The clock of your phone is 1 min behind'],
])('a clock that is %d ms off is told as "%s"', (offsetMs, begin) => {
  expect(clockSentence(offsetMs)).toBe(`${begin}: set it to automatic and enter the next code.`)
})

test('a wrong clock is told in the sentence of the field', () => {
  expect(describeRefusal(refused('CLOCK_WRONG', 'wrong', { offsetMs: -300_000 }), nowMs).sentence).toContain('5 min behind')
})

test('the seconds that a message tells are not told beside those that count down', () => {
  const refusal = describeRefusal(refused('TOO_MANY_ATTEMPTS', 'Too fast. Try again in 3 seconds.', { retryAfterMs: 3_000 }), nowMs)
  expect(refusal.sentence + waitSentence(refusal, nowMs, 'Try again')).toBe('That was too fast. Try again in 3 s.')
})

test('a used code counts down to the next one, and stops when it is there', () => {
  const refusal = describeRefusal(refused('CODE_ALREADY_USED', 'This code was used.', { nextInMs: 17_000 }), nowMs)
  expect(waitSentence(refusal, nowMs, 'The next one counts')).toBe(' The next one counts in 17 s.')
  expect(waitSentence(refusal, nowMs + 16_001, 'The next one counts')).toBe(' The next one counts in 1 s.')
  expect(waitSentence(refusal, nowMs + 17_000, 'The next one counts')).toBe('')
})

test('the attempts left are told only when they are few', () => {
  const told = (attemptsLeft: number | null) =>
    describeRefusal(refused('WRONG_CODE', 'This code is wrong.', { attemptsLeft }), nowMs).sentence
  expect(told(null)).toBe('This code is wrong.')
  expect(told(4)).toBe('This code is wrong.')
  expect(told(3)).toBe('This code is wrong. 3 attempts are left before signing in is locked.')
  expect(told(1)).toBe('This code is wrong. One attempt is left before signing in is locked.')
})

test('a lock-out counts down to its end', () => {
  const refusal = describeRefusal(refused('LOCKED_OUT', 'Locked.', { untilMs: nowMs + 90_000 }), nowMs)
  expect(waitSentence(refusal, nowMs, 'Try again')).toBe(' Try again in 1 min 30 s.')
})

test('an unknown failure keeps its request id for whoever looks into the log', () => {
  const bug = new ORPCError('INTERNAL_ERROR', { defined: true, message: 'SELECT * FROM secrets', data: { requestId: 'req-1' } })
  const { sentence } = describeRefusal(bug, nowMs)
  expect(sentence).toContain('(req-1)')
  expect(sentence).not.toContain('SELECT')
})
