/** Objectives and advice through a whole console: entered in the log, an objective's rule with it, and advice as it is given. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestConsole } from '../test-kit/create-test-console.ts'
import type { Client, TestConsole } from '../test-kit/create-test-console.ts'
import { readActs } from '../test-kit/read-log.ts'

let console: TestConsole
let client: Client
beforeAll(async () => {
  console = await createTestConsole()
  ;({ client } = await console.firstRun())
})
afterAll(() => console.end())

const entered = async (prefix: string) =>
  (await readActs(client)).flatMap(({ action }) => (action.startsWith(prefix) ? [action] : [])).toReversed()

test('an objective brings its rule, which nobody can delete but with the objective, and each change is entered', async () => {
  const given = { name: 'Up', indicator: { kind: 'availability' as const, route: null }, targetPercent: 99.9, periodDays: 30 }
  const made = await client.objectives.create(given)
  expect(made).toMatchObject({ state: 'no-data', total: 0, budgetLeftPercent: null })
  const ruleOf = async () => (await client.alerts.rules()).find(({ id }) => id === made.ruleId)
  expect(await ruleOf()).toMatchObject({ name: 'Error budget: Up', condition: { kind: 'burn', objectiveId: made.id }, state: 'no-data' })
  await expect(client.alerts.deleteRule({ id: made.ruleId!, version: 1 })).rejects.toMatchObject({ code: 'INVALID_INPUT' })

  const changed = await client.objectives.change({ ...given, id: made.id, version: made.version, name: 'Always up' })
  expect((await ruleOf())!.name).toBe('Error budget: Always up')
  await client.objectives.delete({ id: made.id, version: changed.version })
  expect(await ruleOf()).toBeUndefined()
  expect(await entered('objective.')).toEqual(['objective.created', 'objective.changed', 'objective.deleted'])
})

test('advice says of every rule how it stands; what is dismissed is entered with the reason, and can be brought back', async () => {
  await client.vault.add({ label: 'ends soon', text: 'a text of a key 12345678', expiresAtMs: console.clock.now() + 86_400_000 })
  const { advice, lookedAt } = await client.advice.list()
  expect(lookedAt.map(({ state }) => state)).toContain('not-known')
  expect(advice).toMatchObject([{ id: 'neglected-keys', title: 'Renew the keys that end' }])
  await client.advice.dismiss({ id: 'neglected-keys', reason: 'They go with the old system.' })
  expect((await client.advice.list()).advice.map(({ id }) => id)).not.toContain('neglected-keys')
  await client.advice.restore({ id: 'neglected-keys' })
  expect((await client.advice.list()).advice.map(({ id }) => id)).toContain('neglected-keys')
  expect(await entered('advice.')).toEqual(['advice.dismissed', 'advice.restored'])
})
