import { expect, test } from 'vitest'
import { call } from '../test-kit/call.ts'
import { startGuardProgram } from '../test-kit/guard-program.ts'
import { plainAttributes, startCollector } from '../test-kit/otlp-collector.ts'
import { policyFor, startService } from '../test-kit/running-guard.ts'

test('the guard alone tells a collector, as its file says', async () => {
  const collector = await startCollector()
  const url = await startService((_request, response) => response.end())
  const telemetry = { url: collector.url, serviceName: 'shop-gate', traces: { ratio: 1 }, metrics: { everyMs: 1_000 } }
  const { port } = await startGuardProgram(policyFor(url, { telemetry }))
  await call(`http://127.0.0.1:${port}/`)
  await expect.poll(() => collector.spans.length, { timeout: 20_000 }).toBe(2)
  const counted = () =>
    collector.metrics
      .at(-1)
      ?.find(({ name }) => name === 'gatehouse.requests')
      ?.sum?.dataPoints.map(({ asDouble, attributes }) => [asDouble, plainAttributes(attributes)['gatehouse.status']])
  await expect.poll(counted, { timeout: 20_000 }).toEqual([[1, '2xx']])
  expect(collector.faults).toEqual([])
})
