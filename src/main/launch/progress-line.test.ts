import { expect, test } from 'vitest'
import { progressLine } from './progress-line.ts'

const show = (isTTY: boolean, percents: number[]) => {
  let text = ''
  const progress = progressLine({ isTTY, write: (chunk: string | Uint8Array) => Boolean((text += String(chunk))) }, 'Fetching')
  for (const percent of percents) progress.show(percent)
  progress.end()
  return text
}

test('a terminal sees one line that moves', () => {
  expect(show(true, [0, 1, 100])).toBe('\rFetching: 0 %\rFetching: 1 %\rFetching: 100 %\n')
})

test('a log sees a line every tenth', () => {
  expect(show(false, [0, 4, 9, 11, 12, 35, 100])).toBe('Fetching: 0 %\nFetching: 11 %\nFetching: 35 %\nFetching: 100 %\n')
})

test('where nothing was shown, nothing is left', () => {
  expect(show(true, []) + show(false, [])).toBe('')
})
