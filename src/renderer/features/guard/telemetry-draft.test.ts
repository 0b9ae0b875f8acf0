import { expect, test } from 'vitest'
import { telemetrySchema } from '../../../shared/telemetry-settings.ts'
import { draftOf, readTelemetry } from './telemetry-draft.ts'

const given = telemetrySchema.parse({
  url: 'https://otlp.example/base',
  headers: [
    { header: 'authorization', template: 'Bearer {key}', secret: 'vault:a' },
    { header: 'x-tenant', secret: 'vault:b' },
  ],
  traces: { ratio: 0.07, slowMs: null, link: 'https://tracing.example/trace/{traceId}' },
  metrics: null,
})

test('what is kept is read back as it was, with the headers that have no field', () => {
  expect(readTelemetry(draftOf(given), given)).toEqual({ ok: true, telemetry: given })
  const usual = readTelemetry({ ...draftOf(null), url: 'http://127.0.0.1:4318' }, null)
  expect(usual).toMatchObject({ ok: true, telemetry: { traces: { ratio: 0.1, slowMs: 1_000 }, metrics: { everyMs: 15_000 }, headers: [] } })
})

test('what is wrong is told where it stands', () => {
  const errorsOf = (change: object) => {
    const read = readTelemetry({ ...draftOf(given), ...change }, given)
    return read.ok ? {} : read.errors
  }
  expect(errorsOf({ url: 'otlp' })).toEqual({ url: 'This is not an address such as http://127.0.0.1:4318.' })
  const plain = { url: 'A secret would cross the network in plain text: write https.' }
  expect(errorsOf({ url: 'http://otlp.example' })).toEqual(plain)
  expect(errorsOf({ url: 'http://127.0.0.1.otlp.example:4318' })).toEqual(plain)
  for (const host of ['127.0.0.1', '127.8.0.1:4318/', 'localhost:4318', '[::1]:4318'])
    expect(errorsOf({ url: `http://${host}` })).toEqual({})
  expect(errorsOf({ url: 'https://otlp.example/v1/traces' })).toEqual({ url: 'Leave out /v1/…: it is put behind by the guard.' })
  expect(errorsOf({ header: '' })).toEqual({ header: 'It cannot be empty.' })
  expect(errorsOf({ header: 'transfer-encoding' })).toEqual({ header: 'This header belongs to the connection.' })
  expect(errorsOf({ percent: '101' })).toEqual({ ratio: 'A number from 0 to 100.' })
  expect(errorsOf({ percent: '' })).toEqual({ ratio: 'A number from 0 to 100.' })
  expect(errorsOf({ slowSeconds: 'long' })).toEqual({ slowMs: 'A number from 0.001 to 3,600, or nothing.' })
  expect(errorsOf({ link: 'javascript:alert(1)//{traceId}' })).toHaveProperty('link')
  expect(errorsOf({ template: 'Bearer' })).toEqual({ template: 'It must hold {key}, where the key goes.' })
  expect(errorsOf({ traces: false })).toEqual({ signals: 'Choose traces, figures, or both.' })
})
