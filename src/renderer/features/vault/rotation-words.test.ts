import { expect, test } from 'vitest'
import { rotationSteps } from './rotation-words.ts'

const nowMs = new Date('2026-11-19T12:00:00').getTime()

test('without overlap the old key goes at once', () => {
  expect(rotationSteps({ versionNumber: 2, state: { kind: 'active' } }, 0, nowMs)).toEqual([
    { when: 'At once', what: 'Version 3 is what a reveal shows. Version 2 is destroyed.' },
  ])
})

test('with overlap the time is named at which the old key goes', () => {
  const steps = rotationSteps({ versionNumber: 2, state: { kind: 'active' } }, 86_400_000, nowMs)
  expect(steps.map(({ when }) => when)).toEqual(['At once', '20 Nov, 12:00'])
  expect(steps[0]?.what).toContain('Version 2 can still be revealed.')
  expect(steps[1]?.what).toContain('The text of version 2 is destroyed.')
})

test('a version that is in its overlap already is not forgotten', () => {
  const [first] = rotationSteps({ versionNumber: 3, state: { kind: 'swapping', untilMs: nowMs + 1 } }, 0, nowMs)
  expect(first?.what).toContain('keeps its own time')
})
