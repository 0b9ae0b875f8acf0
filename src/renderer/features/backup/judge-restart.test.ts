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
const ended = answers(false, { kind: 'ended', why: 'unknown' })
const begun = { wasSilent: false, settledMs: 0, firstRun: false }
const wasSilent = { ...begun, wasSilent: true }
const atFirstRun = { ...begun, firstRun: true }

test('one waits while the console still answers as before, and while it does not answer', () => {
  expect(judgeRestart(answers(false, locked), begun)).toBe('wait')
  expect(judgeRestart({ kind: 'silent' }, wasSilent)).toBe('wait')
  expect(judgeRestart(answers(true, { kind: 'none' }), atFirstRun)).toBe('wait')
})

test('a session that ended is not yet the restart: it ends a moment before', () => {
  expect(judgeRestart(ended, begun)).toBe('wait')
  expect(judgeRestart(ended, wasSilent)).toBe('restored')
  expect(judgeRestart(ended, { ...begun, settledMs: 10_000 })).toBe('restored')
})

test('at first run it was restored where somebody is set up', () => {
  expect(judgeRestart(answers(false, { kind: 'none' }), atFirstRun)).toBe('restored')
  expect(judgeRestart({ kind: 'unlinked' }, wasSilent)).toBe('restored')
})

test('it was given up where the console went away and came back as it was', () => {
  expect(judgeRestart(answers(false, locked), wasSilent)).toBe('given-up')
  expect(judgeRestart(answers(true, { kind: 'none' }), { ...atFirstRun, wasSilent: true })).toBe('given-up')
})
