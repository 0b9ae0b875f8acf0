import { expect, test } from 'vitest'
import { applyEdits } from '../../../shared/policy-edits.ts'
import { policySchema } from '../../../shared/policy.ts'
import { strictLimits } from './strict-limits.ts'

const policy = policySchema.parse({
  upstreams: [{ id: 'u', name: 'U', targets: [{ url: 'http://127.0.0.1:3000' }] }],
  routes: [{ id: 'h', name: 'Health', upstream: 'u', match: { path: { kind: 'exact', value: '/health' } } }],
})

test('the template has the three general limits, those of the classes and those of the routes that are there, all in dry run', () => {
  const limits = strictLimits(policy)
  expect(limits.map(({ layer, limit, routes }) => [layer, limit, routes])).toEqual([
    ['global', 1000, []],
    ['consumer', 100, []],
    ['source', 200, []],
    ['class', 10, []],
    ['class', 20, []],
    ['class', 100, []],
    ['class', 50, []],
    ['source-route', 100, ['h']],
  ])
  expect(new Set(limits.map(({ mode }) => mode))).toEqual(new Set(['dry-run']))
})

test('taken twice, it makes other ids, and the policy stays valid', () => {
  const once = applyEdits(
    policy,
    strictLimits(policy).map((limit) => ({ kind: 'put-limit', limit })),
  )
  const twice = applyEdits(
    once,
    strictLimits(once).map((limit) => ({ kind: 'put-limit', limit })),
  )
  expect(policySchema.parse(twice).limits).toHaveLength(16)
})
