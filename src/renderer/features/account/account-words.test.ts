import { expect, test } from 'vitest'
import { codesLeftSentence, endedSentence, endsOthersSentence } from './account-words.ts'

test('few backup codes are counted, and none is an alarm', () => {
  expect(codesLeftSentence(3)).toBe('Only 3 backup codes are left. Replace them before the last is used.')
  expect(codesLeftSentence(1)).toBe('Only 1 backup code is left. Replace them before it is used.')
  expect(codesLeftSentence(0)).toMatch(/^No backup code is left/)
})

test('one is told beforehand how many sessions a new password ends', () => {
  expect([0, 1, 2].map(endsOthersSentence)).toEqual([
    'This window stays signed in.',
    'Your other session ends. This window stays signed in.',
    'Your 2 other sessions end. This window stays signed in.',
  ])
})

test('and afterwards how many it ended', () => {
  expect([0, 1, 2].map(endedSentence)).toEqual(['No other session was open.', '1 other session was ended.', '2 other sessions were ended.'])
})
