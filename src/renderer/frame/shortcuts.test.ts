// How strokes become acts.
import { expect, test } from 'vitest'
import { chordOf, matchChord, type Shortcut, type Stroke } from './shortcuts.ts'

const stroke = (key: string, held: Partial<Stroke> = {}): Stroke => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...held })
const shortcut = (keys: string, label = keys): Shortcut => ({ keys, label, group: 'Test', run: () => {} })
const frame = [shortcut('mod+k'), shortcut('g a'), shortcut('g s'), shortcut('/')]

test('the modifier is Cmd on a Mac and Ctrl elsewhere', () => {
  expect(chordOf(stroke('k', { metaKey: true }), true)).toBe('mod+k')
  expect(chordOf(stroke('k', { ctrlKey: true }), false)).toBe('mod+k')
})

test('strokes of the other modifiers belong to the system', () => {
  expect(chordOf(stroke('k', { ctrlKey: true }), true)).toBeNull()
  expect(chordOf(stroke('k', { metaKey: true }), false)).toBeNull()
  expect(chordOf(stroke('k', { altKey: true }), false)).toBeNull()
})

test('capital letters count as their key, signs as what they are', () => {
  expect(chordOf(stroke('J'), false)).toBe('j')
  expect(chordOf(stroke('?'), false)).toBe('?')
})

test('a sequence needs both of its keys', () => {
  expect(matchChord(frame, '', 'g')).toEqual({ kind: 'begun', sequence: 'g' })
  expect(matchChord(frame, 'g', 's')).toMatchObject({ kind: 'run', shortcut: { keys: 'g s' } })
})

test('a broken sequence lets its second key speak for itself', () => {
  expect(matchChord(frame, 'g', '/')).toMatchObject({ kind: 'run', shortcut: { keys: '/' } })
  expect(matchChord(frame, 'g', 'g')).toEqual({ kind: 'begun', sequence: 'g' })
  expect(matchChord(frame, 'g', 'x')).toEqual({ kind: 'none' })
})

test('the key of a page stands above that of the frame', () => {
  const match = matchChord([...frame, shortcut('/', 'of the page')], '', '/')
  expect(match).toMatchObject({ kind: 'run', shortcut: { label: 'of the page' } })
})
