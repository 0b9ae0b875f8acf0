import { expect, test } from 'vitest'
import { createIds } from '../../../ports/ids.ts'
import { panelSchema } from '../../../shared/contract/dashboards.ts'
import { bySystem, openTestDatabase } from '../../test-kit/open-test-database.ts'
import { createDashboards } from './dashboards.service.ts'

const panel = (title: string) => panelSchema.parse({ title, view: { name: 'machine.cpu.used' } })
const open = () => {
  const { database, clock } = openTestDatabase()
  return { clock, dashboards: createDashboards({ database, clock, ids: createIds(clock) }) }
}

test('a board is kept with its panels in order, and each change of it is another version', async () => {
  const { dashboards } = open()
  const made = await dashboards.create(bySystem, { name: 'Night', panels: [panel('a'), panel('b')] })
  expect(made).toMatchObject({ name: 'Night', version: 1, changedBy: 'gatehouse' })
  const changed = await dashboards.change(bySystem, { id: made.id, version: 1, name: 'Night', panels: [panel('b'), panel('a')] })
  expect(changed.panels.map(({ title }) => title)).toEqual(['b', 'a'])
  expect(dashboards.list()).toEqual([changed])
})

test('who changes what somebody else has changed is told by whom, and nothing is lost', async () => {
  const { dashboards } = open()
  const { id } = await dashboards.create(bySystem, { name: 'Night', panels: [] })
  await dashboards.change(bySystem, { id, version: 1, name: 'Day', panels: [] })
  await expect(dashboards.change(bySystem, { id, version: 1, name: 'Dusk', panels: [] })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('gatehouse changed “Day” meanwhile') as string,
  })
  expect(dashboards.list()[0]!.name).toBe('Day')
})

test('a deleted board is gone, comes back as it was, and is dropped for good after thirty days', async () => {
  const { dashboards, clock } = open()
  const { id } = await dashboards.create(bySystem, { name: 'Night', panels: [panel('a')] })
  await dashboards.delete(bySystem, { id, version: 1 })
  expect(dashboards.list()).toEqual([])
  const back = await dashboards.restore(bySystem, id)
  expect(back.panels.map(({ title }) => title)).toEqual(['a'])
  await dashboards.delete(bySystem, { id, version: back.version })
  clock.advance(31 * 86_400_000)
  await dashboards.create(bySystem, { name: 'Other', panels: [] })
  await expect(dashboards.restore(bySystem, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a file is read back as what was exported; of a wrong one every fault is named, and nothing is added', async () => {
  const { dashboards } = open()
  const file = { gatehouseDashboard: 1, name: 'Night', panels: [panel('a')] }
  const { id } = await dashboards.create(bySystem, { name: file.name, panels: file.panels })
  const exported = dashboards.fileOf(id)
  expect(exported.fileName).toBe('gatehouse-dashboard-night.json')
  expect(JSON.parse(exported.text)).toEqual(file)
  const read = await dashboards.import(bySystem, exported.text)
  expect(read).toMatchObject({ ok: true, board: { name: 'Night', panels: [panel('a')] } })

  const wrong = { ...file, name: '', panels: [{ ...panel('b'), view: { name: 'x', figure: 'p42' }, script: 'alert(1)' }] }
  const refused = await dashboards.import(bySystem, JSON.stringify(wrong))
  expect(refused).toMatchObject({ ok: false })
  const faults = 'faults' in refused ? refused.faults : []
  expect(faults.map((fault) => fault.split(':')[0])).toEqual(['name', 'panels[1].view.figure', 'panels[1]'])
  expect(await dashboards.import(bySystem, '{')).toMatchObject({ ok: false, faults: [expect.stringContaining('no JSON')] })
  expect(await dashboards.import(bySystem, '{"gatehouseDashboard":2}')).toMatchObject({ ok: false })
  expect(dashboards.list()).toHaveLength(2)
})

test('there are at most a hundred boards', async () => {
  const { dashboards } = open()
  for (let at = 0; at < 100; at++) await dashboards.create(bySystem, { name: `Board ${at}`, panels: [] })
  await expect(dashboards.create(bySystem, { name: 'One more', panels: [] })).rejects.toMatchObject({ code: 'CONFLICT' })
})
