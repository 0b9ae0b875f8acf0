import { expect, test } from 'vitest'
import type { VaultKey } from '../../../shared/contract/vault.ts'
import { ageOf, agoOf, calmState, daysLeft, expiryOf, flagReason, swappingSentence, versionWords } from './key-words.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000
const nowMs = Date.UTC(2026, 10, 19, 12)

const key = (more: Partial<VaultKey> = {}): VaultKey => ({
  id: '0192d0a0-0000-7000-8000-000000000001',
  provider: 'openai',
  label: 'research',
  tags: [],
  hint: 'sk-proj-…7Fq2',
  state: { kind: 'active' },
  flags: [],
  versionNumber: 1,
  storedAtMs: nowMs - 194 * dayMs,
  expiresAtMs: null,
  lastUsedAtMs: null,
  uses30Days: 0,
  check: null,
  checkHost: null,
  version: 1,
  ...more,
})

test('ages and times are told in their largest part', () => {
  expect(ageOf(nowMs - 194 * dayMs, nowMs)).toBe('194 d')
  expect(ageOf(nowMs - 2 * hourMs, nowMs)).toBe('2 h')
  expect(ageOf(nowMs, nowMs)).toBe('now')
  expect(agoOf(null, nowMs)).toBe('never')
  expect(agoOf(nowMs - 4 * 60_000, nowMs)).toBe('4 min ago')
  expect(expiryOf(null, nowMs)).toBe('never')
  expect(expiryOf(nowMs + 171 * dayMs, nowMs)).toBe('in 171 d')
  expect(expiryOf(nowMs - dayMs, nowMs)).toBe('1 d ago')
})

test('a key without anything amiss says whether it is used', () => {
  expect(calmState(key(), nowMs)).toBe('Not used yet')
  expect(calmState(key({ uses30Days: 3, lastUsedAtMs: nowMs }), nowMs)).toBe('In use')
  expect(calmState(key({ lastUsedAtMs: nowMs - 61 * dayMs }), nowMs)).toBe('At rest')
  expect(calmState(key({ state: { kind: 'revoked', atMs: nowMs - 2 * hourMs } }), nowMs)).toBe('Revoked 2 h ago')
  expect(calmState(key({ state: { kind: 'deleted', atMs: nowMs, goneAtMs: nowMs + 30 * dayMs } }), nowMs)).toBe('Gone in 30 d')
})

test('a deleted key tells whole days, then hours', () => {
  expect(daysLeft(nowMs + 29.9 * dayMs, nowMs)).toBe('29 d')
  expect(daysLeft(nowMs + 5 * hourMs, nowMs)).toBe('5 h')
  expect(daysLeft(nowMs - dayMs, nowMs)).toBe('0 s')
})

test('each flag has its reason', () => {
  expect(flagReason(key(), 'stale', 180, nowMs)).toBe('194 d old, limit 180 d')
  expect(flagReason(key({ expiresAtMs: nowMs - dayMs }), 'expired', 180, nowMs)).toMatch(/^since 1\d Nov 2026$/)
  expect(flagReason(key({ expiresAtMs: nowMs + 18 * dayMs }), 'expires-soon', 180, nowMs)).toBe('in 18 d')
  expect(flagReason(key(), 'unused', 180, nowMs)).toBe('never used since it was stored')
  expect(flagReason(key({ lastUsedAtMs: nowMs - 61 * dayMs }), 'unused', 180, nowMs)).toBe('last used 61 d ago')
})

test('a swap says how long it goes on, and never less than nothing', () => {
  expect(swappingSentence(nowMs + 5 * hourMs + 12 * 60_000, nowMs)).toBe('Swapping, 5 h 12 min left')
  expect(swappingSentence(nowMs - 1, nowMs)).toBe('Swapping, ending')
})

test('a version says what became of it', () => {
  const version = { number: 1, hint: '', storedAtMs: 0, storedBy: 'mara' }
  expect(versionWords({ ...version, state: { kind: 'current' } }, nowMs)).toBe('Current')
  expect(versionWords({ ...version, state: { kind: 'overlap', untilMs: nowMs + hourMs } }, nowMs)).toBe('Valid for 1 h more')
  expect(versionWords({ ...version, state: { kind: 'replaced', atMs: nowMs - dayMs } }, nowMs)).toBe('Replaced 1 d ago')
  expect(versionWords({ ...version, state: { kind: 'revoked', atMs: nowMs - dayMs } }, nowMs)).toBe('Revoked 1 d ago')
})
