import { expect, test } from 'vitest'
import { createIds } from '../../ports/ids.ts'
import type { InvitationState } from '../console/console.ts'
import { createHandClock } from '../test-kit/hand-clock.ts'
import { createInvitedWindows } from './invited-windows.ts'

const setUp = () => {
  const clock = createHandClock()
  const states = new Map<string, InvitationState>()
  const windows = createInvitedWindows({ clock, ids: createIds(clock), invitationState: (id) => states.get(id) ?? 'open' })
  return { windows, states }
}

test.each([
  ['open', true],
  ['used', true],
  ['void', false],
] as const)('an invitation that is %s by now keeps its window: %s', (state, kept) => {
  const { windows, states } = setUp()
  const token = windows.issue('ida')
  expect(windows.has(token)).toBe(true)
  states.set('ida', state)
  expect(windows.has(token)).toBe(kept)
  // Whoever was let in stays, though used invitations are forgotten one day; what was void does not come back.
  states.set('ida', state === 'void' ? 'open' : 'void')
  expect(windows.has(token)).toBe(state === 'used')
})

test('one invitation pushes out only its own windows, however often it is used', () => {
  const { windows } = setUp()
  const other = windows.issue('otto')
  const first = windows.issue('ida')
  for (let time = 0; time < 200; time++) windows.issue('ida')
  expect([windows.has(first), windows.has(other)]).toEqual([false, true])
})

test('what is no token of an invited window is none', () => {
  const { windows } = setUp()
  windows.issue('ida')
  expect(['', 'ida', 'x'.repeat(43)].map((token) => windows.has(token))).toEqual([false, false, false])
})
