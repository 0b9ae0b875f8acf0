/** The traffic through a whole console: its reader, its settings, its gate. */
import { expect, onTestFinished, test } from 'vitest'
import { trafficFilterSchema } from '../../shared/contract/traffic.ts'
import { createTestConsole } from '../test-kit/create-test-console.ts'

test('traffic is asked for through the reader, by whoever is signed in', async () => {
  const console = await createTestConsole()
  onTestFinished(() => console.end())
  const { client } = await console.firstRun()
  const nowMs = console.clock.now()
  expect(await client.traffic.list({ filter: trafficFilterSchema.parse({}) })).toEqual({
    requests: [],
    nextBefore: null,
    searchedBackToMs: null,
  })
  const { now, before } = await client.traffic.totals({ fromMs: nowMs - 3_600_000, toMs: nowMs })
  expect(now).toMatchObject({ requests: 0, p95Ms: null, unrecorded: 0 })
  expect(before.toMs).toBe(now.fromMs)
  expect(await client.traffic.top({ fromMs: 0, toMs: nowMs })).toEqual({ routes: [], consumers: [], sources: [] })
  await expect(client.traffic.request({ id: '019aa000-0000-7000-8000-000000000001' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(console.client().traffic.totals({ fromMs: 0, toMs: nowMs })).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
})
