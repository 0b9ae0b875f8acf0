/**
 * Entries as events of the Open Cybersecurity Schema Framework, version 1.3.0 (https://schema.ocsf.io/1.3.0), one JSON
 * object a line. What has no place there is under `unmapped`, the hashes too. Pure.
 */
import { isIP } from 'node:net'
import { activityOf } from './ocsf-activity.ts'
import type { OcsfClass } from './ocsf-activity.ts'
import type { EntryFormat, ExportedEntry } from './exported-entry.ts'

export const ocsfVersion = '1.3.0'
const product = { name: 'Gatehouse', vendor_name: 'Gatehouse' }

const severityIds: Record<string, [number, string]> = {
  info: [1, 'Informational'],
  low: [2, 'Low'],
  medium: [3, 'Medium'],
  high: [4, 'High'],
  critical: [5, 'Critical'],
}

const userTypes: Record<string, [number, string]> = { user: [1, 'User'], anonymous: [0, 'Unknown'], consumer: [99, 'Consumer'] }

const userOf = ({ actorKind, actorId, actorName }: ExportedEntry) => {
  const [type_id, type] = userTypes[actorKind] ?? [3, 'System']
  return { name: actorName, uid: actorId ?? undefined, type_id, type }
}

const actorOf = (entry: ExportedEntry) =>
  entry.actorKind === 'system' || entry.actorKind === 'guard' ? { app_name: entry.actorName } : { user: userOf(entry) }

const detailOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

/** What a class asks for beyond what every event has. */
const ofClass = (kind: OcsfClass['name'], entry: ExportedEntry) => {
  const { targetKind, targetId, targetName, actorName } = entry
  const target = targetKind === null ? null : { name: targetName ?? undefined, uid: targetId ?? undefined, type: targetKind }
  switch (kind) {
    case 'Authentication':
      return { user: userOf(entry), service: { name: 'Gatehouse console' } }
    case 'Account Change':
      return { user: targetKind === 'user' ? { name: targetName ?? undefined, uid: targetId ?? undefined } : userOf(entry) }
    case 'Entity Management':
      return { entity: target ?? { name: actorName, type: 'console' } }
    case 'API Activity':
      return { api: { operation: entry.action }, ...(target && { resources: [target] }) }
    case 'Application Lifecycle':
      return { app: product }
    case 'Base Event':
      return {}
  }
}

export const ocsfEventOf = (entry: ExportedEntry, installationId: string): Record<string, unknown> => {
  const { kind, activityId, activityName } = activityOf(entry)
  const [severity_id, severity] = severityIds[entry.severity] ?? [99, entry.severity]
  const done = entry.outcome === 'done'
  return {
    activity_id: activityId,
    activity_name: activityName,
    category_uid: kind.categoryUid,
    category_name: kind.categoryName,
    class_uid: kind.uid,
    class_name: kind.name,
    type_uid: kind.uid * 100 + activityId,
    time: entry.atMs,
    severity_id,
    severity,
    status_id: done ? 1 : 2,
    status: done ? 'Success' : 'Failure',
    message: entry.message,
    count: entry.count,
    metadata: {
      version: ocsfVersion,
      product,
      uid: `${installationId}:${entry.sequence}`,
      sequence: entry.sequence,
      event_code: entry.action,
      log_name: 'audit',
      correlation_uid: entry.requestId ?? undefined,
    },
    actor: actorOf(entry),
    src_endpoint: isIP(entry.source) > 0 ? { ip: entry.source } : { name: entry.source },
    ...ofClass(kind.name, entry),
    unmapped: {
      outcome: entry.outcome,
      actor_kind: entry.actorKind,
      target: entry.targetKind === null ? undefined : { kind: entry.targetKind, id: entry.targetId, name: entry.targetName },
      threat_class: entry.threatClass ?? undefined,
      detail: detailOf(entry.detail),
      previous_hash: entry.previousHash,
      hash: entry.hash,
    },
  }
}

export const ocsfFormat = (installationId: string): EntryFormat => ({
  extension: 'ocsf.ndjson',
  contentType: 'application/x-ndjson; charset=utf-8',
  head: '',
  line: (entry) => `${JSON.stringify(ocsfEventOf(entry, installationId))}\n`,
})
