import { expect, test } from 'vitest'
import { whatChanged } from './changed-words.ts'

const before = {
  label: 'research',
  tags: ['team-ml'],
  provider: 'openai' as const,
  expiresAtMs: null,
  versionNumber: 2,
  state: { kind: 'active' as const },
  checkHost: null,
}

test('each difference is named', () => {
  expect(whatChanged(before, { ...before, versionNumber: 3, state: { kind: 'swapping', untilMs: 1 } })).toBe('It was rotated to version 3.')
  expect(whatChanged(before, { ...before, label: 'science', tags: [] })).toBe('Its label is “science” now. Its tags are now: none.')
  expect(whatChanged(before, { ...before, state: { kind: 'revoked', atMs: 1 } })).toBe('It was revoked.')
  expect(whatChanged(before, { ...before, provider: 'stripe', expiresAtMs: new Date('2027-05-09T12:00').getTime() })).toBe(
    'Its provider is Stripe now. It expires now: 9 May 2027.',
  )
  expect(whatChanged(before, { ...before, checkHost: 'keys.example.com' })).toBe('It is checked at keys.example.com now.')
  expect(whatChanged({ ...before, state: { kind: 'swapping', untilMs: 1 } }, before)).toBe('Its overlap was ended.')
})

test('a change that cannot be seen is one all the same', () => {
  expect(whatChanged(before, { ...before })).toBe('Its record was changed.')
})
