import { expect, test } from 'vitest'
import { readDashboardsSearch, readExploreSearch, readView } from './dashboards-search.ts'

test('what cannot be read in an address is left out', () => {
  expect(readDashboardsSearch({ board: 'x', dialog: 'explode', panel: '-1', range: '1h' })).toEqual({ range: '1h' })
  expect(readDashboardsSearch({ dialog: 'panel', panel: '3' })).toEqual({ dialog: 'panel', panel: 3 })
})

test('a view is in the address of the explorer as it was, and a broken one is none', () => {
  const view = JSON.stringify({ name: 'guard.requests', labels: { route: ['a'] } })
  expect(readExploreSearch({ view })).toEqual({ view })
  expect(readView(view)).toMatchObject({ name: 'guard.requests', figure: 'mean', join: 'each', by: null })
  for (const broken of ['{', '{}', JSON.stringify({ name: 'x', script: 1 })]) expect(readExploreSearch({ view: broken })).toEqual({})
})
