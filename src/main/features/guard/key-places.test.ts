import { expect, test } from 'vitest'
import type { GatehouseError } from '../../../shared/errors.ts'
import type { Policy } from '../../../shared/policy.ts'
import { policySchema } from '../../../shared/policy.ts'
import { assertMayPlaceKeys } from './key-places.ts'

const inject = (secret: string) => ({ injectKeys: [{ header: 'authorization', template: 'Bearer {key}', secret }] })
const policy = (settings: object, url = 'http://127.0.0.1:3000', defaults: object = {}): Policy =>
  policySchema.parse({
    defaults,
    upstreams: [{ id: 'u', name: 'U', targets: [{ url }] }],
    routes: [{ id: 'r', name: 'R', upstream: 'u', settings }],
  })
const trusting = (authorities: string): Policy =>
  policySchema.parse({
    upstreams: [{ id: 'u', name: 'U', targets: [{ url: 'https://api.example' }], tls: { authorities } }],
    routes: [{ id: 'r', name: 'R', upstream: 'u', settings: inject('vault:a') }],
  })
const plain = policy({})
const placed = policy(inject('vault:a'))

const codeOf = (before: Policy, next: Policy, role: 'admin' | 'operator', steppedUpUntilMs: number | null = 2000): string => {
  try {
    assertMayPlaceKeys(before, next, { rights: role, steppedUpUntilMs }, 1000)
    return 'done'
  } catch (error) {
    return (error as GatehouseError).code
  }
}

test.each<[string, Policy, Policy]>([
  ['a key that is put in for the first time', plain, placed],
  ['another key', placed, policy(inject('vault:b'))],
  ['the same key to another target', placed, policy(inject('vault:a'), 'http://evil.example')],
  ['the same target by the word of another authority', trusting('/ca.pem'), trusting('/other.pem')],
  ['a key by way of the defaults', plain, policy({}, undefined, inject('vault:a'))],
  ['a key on a route that is off', plain, { ...placed, routes: placed.routes.map((route) => ({ ...route, enabled: false })) }],
])('%s takes what revealing takes', (_name, before, next) => {
  expect(codeOf(before, next, 'operator')).toBe('NOT_PERMITTED')
  expect(codeOf(before, next, 'admin', null)).toBe('STEP_UP_REQUIRED')
  expect(codeOf(before, next, 'admin', 1000)).toBe('STEP_UP_REQUIRED')
  expect(codeOf(before, next, 'admin')).toBe('done')
})

test('what brings no key to a new place is anybody’s who may change the policy', () => {
  expect(codeOf(placed, plain, 'operator', null)).toBe('done')
  expect(codeOf(placed, { ...placed, passThrough: true }, 'operator', null)).toBe('done')
})
