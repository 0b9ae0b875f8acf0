/** Writes records as an OpenTelemetry logs request (OTLP/HTTP with JSON). */
import { attributesOf, nanoseconds } from '../../../ports/outgoing/otlp.ts'
import type { OtlpValue } from '../../../ports/outgoing/otlp.ts'
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import { headMessage, testMessage } from './outgoing.ts'
import type { Batch, OutgoingEntry, OutgoingHead } from './outgoing.ts'

export interface OtlpSender {
  installationId: string
  hostName: string
  version: string
}

/** As syslog's informational, notice, warning, error and critical in the log data model of OpenTelemetry, appendix B. */
const severityNumbers: Record<Severity, number> = { info: 9, low: 10, medium: 13, high: 17, critical: 18 }

const recordOf = (atMs: number, severity: Severity, eventName: string, message: string, attributes: Record<string, OtlpValue>) => ({
  timeUnixNano: nanoseconds(atMs),
  severityNumber: severityNumbers[severity],
  severityText: severity,
  eventName,
  body: { stringValue: message },
  attributes: attributesOf(attributes),
})

const entryRecord = (entry: OutgoingEntry) =>
  recordOf(entry.atMs, entry.severity, entry.action, entry.message, {
    'gatehouse.sequence': entry.sequence,
    'gatehouse.action': entry.action,
    'gatehouse.outcome': entry.outcome,
    'gatehouse.actor.kind': entry.actor.kind,
    'gatehouse.actor.id': entry.actor.id,
    'gatehouse.actor.name': entry.actor.name,
    'gatehouse.source': entry.source,
    'gatehouse.target.kind': entry.target?.kind ?? null,
    'gatehouse.target.id': entry.target?.id ?? null,
    'gatehouse.target.name': entry.target?.name ?? null,
    'gatehouse.threat_class': entry.threatClass,
    'gatehouse.request_id': entry.requestId,
    'gatehouse.count': entry.count,
    'gatehouse.detail': entry.detail,
    'gatehouse.hash': entry.hash,
    'gatehouse.previous_hash': entry.previousHash,
  })

const headRecord = (head: OutgoingHead) =>
  recordOf(head.atMs, 'info', 'log.head', headMessage(head), {
    'gatehouse.head.sequence': head.sequence,
    'gatehouse.head.at_ms': head.atMs,
    'gatehouse.head.hash': head.hash,
    'gatehouse.head.key_id': head.keyId,
    'gatehouse.head.signature': head.signature,
    'gatehouse.head.horizon_sequence': head.horizonSequence,
    'gatehouse.head.horizon_hash': head.horizonHash,
  })

export const otlpBody = (batch: Batch, sender: OtlpSender): string => {
  const logRecords = batch.entries.map(entryRecord)
  if (batch.head) logRecords.push(headRecord(batch.head))
  if (batch.testAtMs !== null) logRecords.push(recordOf(batch.testAtMs, 'info', 'forwarding.test', testMessage, { 'gatehouse.test': true }))
  return JSON.stringify({
    resourceLogs: [
      {
        resource: {
          attributes: attributesOf({
            'service.name': 'gatehouse',
            'service.version': sender.version,
            'service.instance.id': sender.installationId,
            'host.name': sender.hostName,
          }),
        },
        scopeLogs: [{ scope: { name: 'gatehouse.audit' }, logRecords }],
      },
    ],
  })
}

/** An address without a path is that of a collector: its logs go to `/v1/logs` (OTLP specification, OTLP/HTTP request). */
export const otlpUrl = (text: string): URL => {
  const url = new URL(text)
  if (url.pathname === '/') url.pathname = '/v1/logs'
  return url
}
