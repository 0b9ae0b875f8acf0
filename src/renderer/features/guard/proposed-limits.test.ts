import { expect, test } from 'vitest'
import type { LimitProposal } from '../../../shared/contract/guard.ts'
import { policySchema } from '../../../shared/policy.ts'
import { evidenceWords, limitsOf, seenWords } from './proposed-limits.ts'

const proposal: LimitProposal = {
  layer: 'source-route',
  limit: 400,
  perMs: 3_600_000,
  callers: 14,
  busiest: { key: '10.0.0.2', requests: 1_212 },
  wouldRefuse: { requests: 0, callers: 0 },
}
const policy = policySchema.parse({
  upstreams: [{ id: 'up', name: 'Up', targets: [{ url: 'http://127.0.0.1:3000' }] }],
  routes: [{ id: 'print', name: 'P'.repeat(80), upstream: 'up' }],
})

test('proposals become limits of the route in dry run, each with an id of its own', () => {
  const [first, second] = limitsOf(policy, policy.routes[0]!, [proposal, proposal])
  expect(first).toMatchObject({ layer: 'source-route', routes: ['print'], limit: 400, perMs: 3_600_000, mode: 'dry-run', consumer: null })
  expect(second!.id).not.toBe(first!.id)
})

test('a proposal says what it rests on', () => {
  expect(evidenceWords(proposal, '10.0.0.2')).toBe(
    'Of 14 addresses the busiest, 10.0.0.2, sent up to 1,212 in 1 h. It would have refused nothing.',
  )
  expect(evidenceWords({ ...proposal, wouldRefuse: { requests: 1, callers: 1 } }, 'x')).toContain('refused 1 request of 1 caller.')
  expect(evidenceWords({ ...proposal, layer: 'route', callers: 1 }, '')).toContain('The most that came in any 1 h was 1,212.')
  expect(evidenceWords({ ...proposal, layer: 'consumer-route', callers: 1 }, 'Acme')).toContain('The only one seen, Acme,')
})

test('what was seen is told, also where it is nothing', () => {
  const none = { route: 'print', requests: 0, fromMs: null, toMs: null, tooLittle: true, unrecorded: false, tooMuch: false, proposals: [] }
  expect(seenWords(none)).toBe('no requests yet')
  expect(seenWords({ ...none, requests: 12_400, fromMs: 0, toMs: 3 * 86_400_000 })).toBe('12,400 requests in 3 d')
})
