import { settingValueWords } from '../../../shared/setting-value-words.ts'
import { expect, test } from 'vitest'
import { changeWords, readInteger } from './setting-words.ts'

const minutes = { type: 'integer', floor: 5, ceiling: 1_440, unit: 'minutes' } as const
const choice = { type: 'choice', options: [{ value: 'a', label: 'Always' }] } as const

test('a value is told with its unit, one of it in the singular', () => {
  expect(settingValueWords(minutes, 30)).toBe('30 minutes')
  expect(settingValueWords(minutes, 1)).toBe('1 minute')
  expect(settingValueWords({ type: 'boolean' }, true)).toBe('on')
  expect(settingValueWords({ ...choice, options: [...choice.options] }, 'a')).toBe('Always')
})

test('a value from below run time is told as not set here', () => {
  expect(changeWords(minutes, null)).toBe('not set here')
  expect(changeWords(undefined, 7)).toBe('7')
})

test('a typed figure is read, with spaces and separators forgiven', () => {
  expect(readInteger(' 30 ', minutes)).toEqual({ kind: 'value', value: 30 })
  expect(readInteger('1,440', minutes)).toEqual({ kind: 'value', value: 1440 })
})

test('a figure out of its limits is refused with the limit it broke', () => {
  expect(readInteger('4', minutes)).toEqual({ kind: 'problem', sentence: 'Too small: at least 5 minutes.' })
  expect(readInteger('-30', minutes)).toEqual({ kind: 'problem', sentence: 'Too small: at least 5 minutes.' })
  expect(readInteger('1441', minutes)).toEqual({ kind: 'problem', sentence: 'Too large: at most 1,440 minutes.' })
})

test('what is no whole number is refused', () => {
  const sentence = 'Enter a whole number, 5 to 1,440 minutes.'
  for (const text of ['ten', '7.5', '1,2', '1e3', '9'.repeat(10_000)])
    expect(readInteger(text, minutes)).toEqual({ kind: 'problem', sentence })
  expect(readInteger('', minutes)).toEqual({ kind: 'problem', sentence: 'Enter 5 to 1,440 minutes.' })
})
