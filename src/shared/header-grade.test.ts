import { expect, test } from 'vitest'
import type { SeenAnswer } from './browser-findings.ts'
import { gradeAnswer, gradeOf } from './header-grade.ts'
import { settingsSchema } from './route-settings.ts'

const good = {
  'content-security-policy': "default-src 'self'; frame-ancestors 'none'",
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=()',
}
const seen = (changes: Partial<SeenAnswer> = {}): SeenAnswer => ({
  route: 'shop',
  html: true,
  atMs: 1,
  status: 200,
  secure: true,
  headers: good,
  cookies: [],
  ...changes,
})
const settings = settingsSchema.parse({})
const lost = (changes: Partial<SeenAnswer>, more: object = {}) =>
  gradeAnswer(seen(changes), { ...settings, ...more }).parts.map(({ id, points }) => `${id} ${points}`)

test('where nothing is missing all points stay', () => {
  expect(gradeAnswer(seen(), settings)).toEqual({ grade: 'A', points: 100, parts: [] })
})

test('an answer without any of it fails, the heaviest first', () => {
  const { grade, parts } = gradeAnswer(seen({ headers: { server: 'x/1' }, secure: false }), settings)
  expect(grade).toBe('F')
  expect(parts.map(({ id }) => id)).toEqual(['csp', 'plain', 'framing', 'sniffing', 'referrer', 'permissions', 'banner'])
  expect(parts[0]?.fix).toEqual({ title: 'Begin by reporting', settings: { csp: 'report-only' } })
})

test('a policy that is reported, or lets scripts in from everywhere, is half a policy', () => {
  const csp = (text: string) => lost({ headers: { ...good, 'content-security-policy': text } })
  const { 'content-security-policy': _enforced, ...rest } = good
  expect(lost({ headers: { ...rest, 'content-security-policy-report-only': "default-src 'self'" } })).toEqual([
    'csp-report-only 15',
    'framing 15',
  ])
  expect(csp("script-src 'self' 'unsafe-inline'; frame-ancestors 'self'")).toEqual(['csp-inline 15'])
  expect(csp("script-src 'unsafe-inline' 'nonce-abc'; frame-ancestors 'self'")).toEqual([])
  expect(csp("script-src https: 'unsafe-eval'; frame-ancestors *")).toEqual(['framing 15', 'csp-anywhere 10', 'csp-eval 5'])
  expect(csp("frame-ancestors 'none'")).toEqual(['csp 25'])
})

test('what programs read is judged by what holds for it', () => {
  expect(lost({ html: false, headers: { 'x-content-type-options': 'nosniff', 'strict-transport-security': 'max-age=600' } })).toEqual([
    'hsts 5',
  ])
  expect(
    lost({ html: false, headers: { ...good, 'access-control-allow-origin': '*', 'access-control-allow-credentials': 'true' } }),
  ).toEqual(['cors 20'])
})

test('cookies without their flags, and what they would be sent along with, cost', () => {
  const cookie = { name: 'sid', secure: false, httpOnly: false, sameSite: 'unset' as const }
  expect(lost({ cookies: [cookie] })).toEqual(['cookie-secure 10', 'csrf 10', 'cookie-http-only 5', 'cookie-same-site 5'])
  expect(lost({ cookies: [{ ...cookie, name: '__Host-gatehouse-csrf', sameSite: 'lax' }] }, { csrf: 'token' })).toEqual([])
})

test('what is set already is not offered again', () => {
  const { 'x-content-type-options': _gone, ...headers } = good
  const partOf = (more: object) => gradeAnswer(seen({ headers }), { ...settings, ...more }).parts[0]
  expect(partOf({ securityHeaders: false })?.fix?.settings).toEqual({ securityHeaders: true })
  expect(partOf({ securityHeaders: true })).toMatchObject({ id: 'sniffing', advice: expect.stringContaining('The guard is set') as string })
})

test('the letters follow the points', () => {
  expect([100, 90, 89, 80, 70, 60, 50, 49, 0].map(gradeOf).join('')).toBe('AABBCDEFF')
})
