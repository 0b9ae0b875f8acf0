import { expect, test } from 'vitest'
import { panelSchema, viewSchema } from '../../../shared/contract/dashboards.ts'
import { placeOf, putPanel } from './put-panel.ts'

const panel = (title: string) => panelSchema.parse({ title, view: viewSchema.parse({ name: 'machine.cpu.used' }) })
const [a, b, c] = [panel('a'), panel('b'), panel('c')]
const titles = (panels: readonly { title: string }[]) => panels.map(({ title }) => title)

test('a panel is found where others put it, and put back there', () => {
  expect(placeOf([a, b, c], b, 1)).toBe(1)
  expect(placeOf([b, a, c], b, 1)).toBe(0)
  expect(titles(putPanel([b, a, c], panel('mine'), placeOf([b, a, c], b, 1)))).toEqual(['mine', 'a', 'c'])
  // Of two that are the same, the one that was opened.
  expect(placeOf([b, b], b, 1)).toBe(1)
})

test('what was changed or removed elsewhere is never written over: it is added at the end', () => {
  expect(placeOf([a, c], b, 1)).toBeNull()
  expect(placeOf([a, { ...b, log: true }, c], b, 1)).toBeNull()
  expect(titles(putPanel([a, c], panel('mine'), null))).toEqual(['a', 'c', 'mine'])
})
