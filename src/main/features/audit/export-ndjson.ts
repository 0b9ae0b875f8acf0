/**
 * Entries as NDJSON: one object a line with exactly what is hashed, so that anybody can compute every hash anew. `detail`
 * is the JSON text as stored, a string: parsed and written again it could hash differently. Pure.
 */
import type { EntryFormat } from './exported-entry.ts'

export const ndjsonFormat: EntryFormat = {
  extension: 'ndjson',
  contentType: 'application/x-ndjson; charset=utf-8',
  head: '',
  line: ({
    sequence,
    atMs,
    severity,
    outcome,
    action,
    actorKind,
    actorId,
    actorName,
    source,
    targetKind,
    targetId,
    targetName,
    threatClass,
    requestId,
    count,
    message,
    detail,
    previousHash,
    hash,
  }) =>
    `${JSON.stringify({
      sequence,
      atMs,
      severity,
      outcome,
      action,
      actorKind,
      actorId,
      actorName,
      source,
      targetKind,
      targetId,
      targetName,
      threatClass,
      requestId,
      count,
      message,
      detail,
      previousHash,
      hash,
    })}\n`,
}
