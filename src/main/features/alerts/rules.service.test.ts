import { expect, test } from 'vitest'
import type { AlertRule } from '../../../shared/contract/alerts.ts'
import { givenRule } from '../../test-kit/given-rule.ts'
import { mara, openTestAlerts } from '../../test-kit/open-test-alerts.ts'

test('rules are added, changed, switched, deleted and brought back, each with its entry', async () => {
  const kit = await openTestAlerts()
  const { rules } = kit.alerts
  const made = await rules.create(mara, givenRule())
  const changed = await rules.change(mara, { ...givenRule({ value: 60, name: 'Rather much' }), id: made.id, version: made.version })
  expect(changed).toMatchObject({ name: 'Rather much', version: 2, isBuiltIn: false })
  await expect(rules.change(mara, { ...givenRule(), id: made.id, version: 1 })).rejects.toMatchObject({ code: 'CONFLICT' })
  const off = await rules.setEnabled(mara, { id: made.id, version: 2, enabled: false })
  expect(off).toMatchObject({ enabled: false, state: 'off' })
  await rules.delete(mara, { id: made.id, version: 3 })
  expect(rules.list().some(({ id }) => id === made.id)).toBe(false)
  await expect(rules.delete(mara, { id: made.id, version: 4 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await rules.restore(mara, made.id)).toMatchObject({ name: 'Rather much', enabled: false })
  expect(kit.actions()).toEqual([
    'alert-rule.created',
    'alert-rule.changed',
    'alert-rule.disabled',
    'alert-rule.deleted',
    'alert-rule.restored',
  ])
})

test('what came with the product can be changed and set back, not deleted', async () => {
  const { alerts } = await openTestAlerts()
  const [processor] = alerts.rules.list()
  expect(processor).toMatchObject({ isBuiltIn: true, name: 'Processor busy', sentence: 'Processor, mean of 1 min, above 80' })
  const { id, version } = processor!
  await expect(alerts.rules.delete(mara, { id, version })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await alerts.rules.change(mara, { ...givenRule({ name: 'Mine' }), id, version })
  expect(await alerts.rules.restore(mara, id)).toMatchObject({ name: 'Processor busy', version: 3 })
})

test('what is open ends with its rule: deleted, switched off, or judged by something else', async () => {
  const kit = await openTestAlerts()
  const { rules } = kit.alerts
  const made: AlertRule[] = []
  for (const name of ['deleted', 'off', 'other', 'renamed']) made.push(await rules.create(mara, givenRule({ name })))
  await kit.second(90)
  const seen = (index: number) => ({ id: made[index]!.id, version: 1 })
  await rules.delete(mara, seen(0))
  await rules.setEnabled(mara, { ...seen(1), enabled: false })
  await rules.change(mara, { ...givenRule({ name: 'other', value: 95 }), ...seen(2) })
  await rules.change(mara, { ...givenRule({ name: 'renamed, and more severe', severity: 'high' }), ...seen(3) })
  await kit.seconds(3, 90)
  expect(kit.told().slice(4)).toEqual(['resolved deleted', 'resolved off', 'resolved other'])
  const { alerts: open } = kit.alerts.open.list({ states: ['firing'], ruleId: null, before: null, limit: 10 })
  expect(open).toMatchObject([{ ruleName: 'renamed', severity: 'medium' }])
})

test('a rule that cannot be judged is refused with what is wrong', async () => {
  const kit = await openTestAlerts()
  await kit.second(1)
  const refused = (rule: ReturnType<typeof givenRule>, field: string) =>
    expect(kit.alerts.rules.create(mara, rule)).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field } })
  await refused(givenRule({ resolveValue: 90 }), 'condition.resolveValue')
  await refused(givenRule({ comparison: 'below', resolveValue: 70 }), 'condition.resolveValue')
  await refused(givenRule({ measure: { figure: 'p95' } }), 'condition.measure.figure')
  expect(kit.actions()).toEqual([])
})

test('a rule of an objective lives and dies with it', async () => {
  const kit = await openTestAlerts({ burnOf: () => ({ windows: [{ shortRate: 20, longRate: 20, threshold: 6 }] }) })
  const id = '019aa000-0000-7000-8000-000000000001'
  const burn = givenRule({ name: 'Burn', condition: { kind: 'burn', objectiveId: id } })
  const { ofObjectives } = kit.alerts.rules
  const inChange = async (action: string, write: Parameters<typeof kit.database.change>[2]) => {
    await kit.database.change(mara, { action, message: 'An objective' }, write)
    await kit.alerts.rulesChanged()
  }
  await inChange('objective.created', (tx) => ofObjectives.insert(tx, id, burn))
  await kit.second(1)
  expect(kit.alerts.rules.list().at(-1)).toMatchObject({ id, state: 'firing' })
  await expect(kit.alerts.rules.delete(mara, { id, version: 1 })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  const other = { ...burn, condition: { kind: 'burn', objectiveId: '019aa000-0000-7000-8000-000000000002' } as const }
  for (const given of [givenRule(), other])
    await expect(kit.alerts.rules.change(mara, { ...given, id, version: 1 })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await expect(kit.alerts.rules.create(mara, other)).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'condition' } })
  expect(await kit.alerts.rules.change(mara, { ...burn, severity: 'low', id, version: 1 })).toMatchObject({ severity: 'low' })
  await inChange('objective.deleted', (tx) => ofObjectives.remove(tx, id))
  expect(kit.told()).toEqual(['firing Burn', 'resolved Burn'])
  expect(kit.alerts.rules.list()).toHaveLength(7)
})

test('there are at most a thousand rules', async () => {
  const kit = await openTestAlerts()
  await kit.database.change(mara, { action: 'alert-rule.created', message: 'Many rules' }, (tx) => {
    for (let index = 0; index < 993; index++)
      kit.alerts.rules.ofObjectives.insert(tx, `019aa000-0000-7000-8000-${String(index).padStart(12, '0')}`, givenRule())
  })
  await expect(kit.alerts.rules.create(mara, givenRule())).rejects.toMatchObject({ code: 'CONFLICT' })
})
