// What the palette finds.
import { expect, test } from 'vitest'
import { matchCommand } from './commands.ts'

test('an empty text finds everything', () => {
  expect(matchCommand('Sign out', 'log out', '  ')).toBe(1)
})

test('the beginnings of words are enough, in any order', () => {
  expect(matchCommand('Verify the log', '', 'log ver')).toBeGreaterThan(0)
  expect(matchCommand('Verify the log', '', 'VER')).toBe(1)
})

test('other words find it as well, after those that bear the name', () => {
  const byWord = matchCommand('Sign out', 'log out leave', 'leave')
  expect(byWord).toBeGreaterThan(0)
  expect(byWord).toBeLessThan(matchCommand('Leave a note', '', 'leave'))
})

test('letters in the middle of a word find nothing', () => {
  expect(matchCommand('Settings', '', 'ttings')).toBe(0)
})

test('every word typed must be found', () => {
  expect(matchCommand('Verify the log', 'audit', 'verify settings')).toBe(0)
})
