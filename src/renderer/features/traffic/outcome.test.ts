/** What became of requests, in words. */
import { expect, test } from 'vitest'
import type { RequestRecord } from '../../../shared/contract/traffic.ts'
import { outcomeOf } from './outcome.ts'

const outcome = (some: Partial<RequestRecord>) =>
  outcomeOf({ refusal: null, brokenOff: null, status: 200, overlooked: [], ...some } as RequestRecord)

test.each([
  [{}, 'Let through', null],
  [{ status: 304 }, 'Not changed', null],
  [{ status: 404 }, 'Let through', null],
  [{ status: 500 }, 'Target failed', 'high'],
  [{ status: 0 }, 'No answer', 'medium'],
  [{ status: 0, brokenOff: 'by-caller' as const }, 'Caller left', null],
  [{ refusal: 'key-needed', status: 401 }, 'Key needed', 'low'],
  [{ refusal: 'a-new-one', status: 400 }, 'a-new-one', 'low'],
  [{ overlooked: ['rate-limited: login, in dry run'] }, 'Let by: rate limited', 'info'],
])('%j is %s', (some, words, severity) => {
  expect(outcome(some)).toEqual({ words, severity })
})
