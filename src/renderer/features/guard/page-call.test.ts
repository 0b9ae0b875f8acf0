import { expect, test } from 'vitest'
import { settingsSchema } from '../../../shared/route-settings.ts'
import { judgeCall, type TriedCall } from './page-call.ts'

const shop = 'https://shop.example.com'
const kindOf = (settings: object, call: Partial<TriedCall> = {}) =>
  judgeCall(settingsSchema.parse(settings), { origin: shop, method: 'GET', headers: [], withCookies: false, ...call }).kind

test('where the route says nothing the service decides', () => {
  expect(kindOf({})).toBe('service')
  expect(kindOf({}, { method: 'DELETE' })).toBe('service')
})

test('a page that is named may read, as far as its method, headers and cookies are', () => {
  const cors = { corsOrigins: ['https://*.example.com'], corsMethods: ['PUT'] }
  expect(kindOf(cors)).toBe('allowed')
  expect(kindOf(cors, { method: 'PUT', headers: ['content-type'] })).toBe('allowed')
  expect(kindOf(cors, { method: 'DELETE' })).toBe('refused')
  expect(kindOf(cors, { headers: ['x-own'] })).toBe('refused')
  expect(kindOf(cors, { withCookies: true })).toBe('unreadable')
  expect(kindOf({ ...cors, corsCredentials: true }, { withCookies: true })).toBe('allowed')
})

test('what is sent like a form is done although the page cannot read it, unless forged requests are refused', () => {
  const cors = { corsOrigins: ['https://other.example'] }
  expect(kindOf(cors, { method: 'POST', withCookies: true })).toBe('unreadable')
  expect(kindOf({ ...cors, csrf: 'origin' }, { method: 'POST', withCookies: true })).toBe('refused')
  expect(kindOf({ ...cors, csrf: 'origin', csrfDryRun: true }, { method: 'POST', withCookies: true })).toBe('unreadable')
  expect(kindOf({ ...cors, csrf: 'origin', csrfOrigins: [shop] }, { method: 'POST', withCookies: true })).toBe('unreadable')
})
