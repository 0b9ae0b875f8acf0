import { expect, test } from 'vitest'
import { aBatch, aHead } from '../../test-kit/any-outgoing.ts'
import { otlpBody, otlpUrl } from './otlp-request.ts'

const sender = { installationId: 'installation', hostName: 'gate', version: '1.2.3' }

interface Attribute {
  key: string
  value: Record<string, unknown>
}
const valuesOf = (attributes: Attribute[]) => Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))

test('a batch is one request with a resource, and a record for each entry and the head', () => {
  const body = JSON.parse(otlpBody(aBatch({ head: aHead }), sender)) as {
    resourceLogs: { resource: { attributes: Attribute[] }; scopeLogs: { logRecords: Record<string, unknown>[] }[] }[]
  }
  const { resource, scopeLogs } = body.resourceLogs[0]!
  expect(valuesOf(resource.attributes)).toEqual({
    'service.name': 'gatehouse',
    'service.version': '1.2.3',
    'service.instance.id': 'installation',
    'host.name': 'gate',
  })
  const [entry, head] = scopeLogs[0]!.logRecords
  expect(entry).toMatchObject({
    timeUnixNano: '1795248000005000000',
    severityNumber: 17,
    severityText: 'high',
    eventName: 'session.refused',
    body: { stringValue: 'A session was refused' },
  })
  expect(valuesOf(entry!.attributes as Attribute[])).toMatchObject({
    // 64-bit integers are decimal strings in the JSON of protocol buffers.
    'gatehouse.sequence': '7',
    'gatehouse.actor.name': 'mara',
    'gatehouse.hash': 'ab'.repeat(32),
  })
  expect(head).toMatchObject({ eventName: 'log.head', severityNumber: 9 })
  expect(valuesOf(head!.attributes as Attribute[])).toMatchObject({ 'gatehouse.head.signature': aHead.signature })
})

test('an address without a path is that of a collector', () => {
  expect(otlpUrl('http://collector:4318').href).toBe('http://collector:4318/v1/logs')
  expect(otlpUrl('https://otlp.example/api/v1/otlp?tenant=a').href).toBe('https://otlp.example/api/v1/otlp?tenant=a')
})
