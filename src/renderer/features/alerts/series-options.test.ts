import { expect, test } from 'vitest'
import type { Series } from '../../../shared/contract/monitoring.ts'
import { selectorKey, seriesChoices } from './series-options.ts'

const core = (number: number): Series => ({
  name: 'machine.cpu.core.used',
  labels: { core: String(number) },
  kind: 'gauge',
  unit: 'percent',
  title: `Core ${number}`,
})
const memory: Series = { name: 'machine.memory.used', labels: {}, kind: 'gauge', unit: 'bytes', title: 'Memory in use' }

test('several of one name can be chosen together, or each alone, in the order people count', () => {
  const choices = seriesChoices([core(10), core(2), memory], [])
  expect(choices.map(({ label }) => label)).toEqual(['Core 2', 'Core 2 and 1 more', 'Core 10', 'Memory in use'])
  expect(choices.find(({ label }) => label.endsWith('more'))).toMatchObject({ selector: { labels: {} }, count: 2, unit: 'percent' })
})

test('what a rule asks for stays in the list where nothing of it is measured', () => {
  const asked = { name: 'guard.route.requests', labels: { route: 'shop' } }
  expect(seriesChoices([memory], [asked, null]).find(({ value }) => value === selectorKey(asked))).toMatchObject({
    label: 'guard.route.requests, route=shop',
    note: 'not measured now',
    unit: null,
  })
})

test('labels make the same choice in whatever order they stand', () => {
  expect(selectorKey({ name: 'a', labels: { x: '1', y: '2' } })).toBe(selectorKey({ name: 'a', labels: { y: '2', x: '1' } }))
})
