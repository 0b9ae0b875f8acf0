import { expect, test } from 'vitest'
import { barAt, brushedBars, brushedRange, brushKey, moveBrush, widenBrush, type Brush } from './brush.ts'

const span = { fromMs: 1000, toMs: 1095, stepMs: 10 }
const press = (keys: string[]): Brush | null => {
  let brush: Brush | null = null
  for (const key of keys) {
    const act = brushKey(key.replace('Shift+', ''), key.startsWith('Shift+'), brush, span, null)
    brush = act?.kind === 'brush' ? act.brush : null
  }
  return brush
}

test('the first arrow begins at the newest bar, the next ones move', () => {
  expect(press(['ArrowLeft'])).toEqual({ anchor: 9, head: 9 })
  expect(press(['ArrowLeft', 'ArrowLeft', 'ArrowLeft'])).toEqual({ anchor: 7, head: 7 })
})

test('Shift and arrows widen it, arrows then move it as wide as it is', () => {
  expect(press(['ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowLeft'])).toEqual({ anchor: 9, head: 7 })
  expect(press(['ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'ArrowLeft'])).toEqual({ anchor: 8, head: 6 })
})

test('at the edges it stops and keeps its width', () => {
  expect(moveBrush({ anchor: 1, head: 3 }, -5, 10)).toEqual({ anchor: 0, head: 2 })
  expect(moveBrush({ anchor: 8, head: 6 }, 5, 10)).toEqual({ anchor: 9, head: 7 })
  expect(widenBrush({ anchor: 8, head: 8 }, 5, 10)).toEqual({ anchor: 8, head: 9 })
  expect(press(['Home', 'Home'])).toEqual({ anchor: 0, head: 0 })
})

test('it covers whole bars, in whichever direction it was drawn', () => {
  expect(brushedRange({ anchor: 4, head: 2 }, span)).toEqual({ fromMs: 1020, toMs: 1050 })
  expect(brushedBars({ anchor: 4, head: 2 })).toEqual({ first: 2, last: 4 })
})

test('beyond the plot the first and the last bar are meant', () => {
  expect([barAt(-0.2, 10), barAt(0, 10), barAt(0.55, 10), barAt(1, 10), barAt(7, 10)]).toEqual([0, 0, 5, 9, 9])
})

test('Enter applies and Escape gives up only what is there; Backspace takes the range off', () => {
  const brush = { anchor: 1, head: 2 }
  expect(brushKey('Enter', false, brush, span, null)).toEqual({ kind: 'apply' })
  expect(brushKey('Escape', false, brush, span, null)).toEqual({ kind: 'give up' })
  expect([brushKey('Enter', false, null, span, null), brushKey('Escape', false, null, span, null)]).toEqual([null, null])
  expect(brushKey('Backspace', false, null, span, null)).toEqual({ kind: 'clear' })
  expect(brushKey('x', false, brush, span, null)).toBe(null)
})
