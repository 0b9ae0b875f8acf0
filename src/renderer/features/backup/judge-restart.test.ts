import { expect, test } from 'vitest'
import type { AccessState } from '../../../shared/contract/access.ts'
import { judgeRestart, type Seen } from './judge-restart.ts'

const answers = (firstRun: boolean, session: AccessState['session']): Seen => ({
  kind: 'answers',
  state: { firstRun, passwordMinLength: 12, session },
})
const locked: AccessState['session'] = {
  kind: 'locked',
  user: { id: '0', name: 'mara', role: 'admin', permissions: [] },
  sinceMs: 0,
  why: 'user',
}

test('one waits while the console still answers as before, and while it does not answer', () => {
  expect(judgeRestart(answers(false, locked), false, false)).toBe('wait')
  expect(judgeRestart({ kind: 'silent' }, false, false)).toBe('wait')
  expect(judgeRestart(answers(true, { kind: 'none' }), false, true)).toBe('wait')
})

test('it was restored where the session is gone, or where first run is over', () => {
  expect(judgeRestart(answers(false, { kind: 'ended', why: 'unknown' }), true, false)).toBe('restored')
  expect(judgeRestart(answers(false, { kind: 'none' }), false, true)).toBe('restored')
  expect(judgeRestart({ kind: 'unlinked' }, true, false)).toBe('restored')
})

test('it was given up where the console went away and came back as it was', () => {
  expect(judgeRestart(answers(false, locked), true, false)).toBe('given-up')
  expect(judgeRestart(answers(true, { kind: 'none' }), true, true)).toBe('given-up')
})
