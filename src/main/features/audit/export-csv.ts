/**
 * Entries as CSV (RFC 4180): a head, CRLF, quotes doubled, times as ISO 8601 in UTC. Cells that a spreadsheet would run are
 * made harmless; who needs each byte as it was takes NDJSON. Pure.
 */
import { csvCell } from '../../../shared/csv-cell.ts'
import type { EntryFormat, ExportedEntry } from './exported-entry.ts'
import { showableTime } from '../../database/showable-figures.ts'

const columns = [
  'sequence',
  'time',
  'severity',
  'outcome',
  'action',
  'actorKind',
  'actorId',
  'actorName',
  'source',
  'targetKind',
  'targetId',
  'targetName',
  'threatClass',
  'requestId',
  'count',
  'message',
  'detail',
  'previousHash',
  'hash',
]

export const csvFormat: EntryFormat = {
  extension: 'csv',
  contentType: 'text/csv; charset=utf-8; header=present',
  head: `${columns.join(',')}\r\n`,
  line: (entry: ExportedEntry) =>
    `${entry.sequence},${new Date(showableTime(entry.atMs)).toISOString()},${entry.severity},${entry.outcome},${csvCell(entry.action)},${csvCell(entry.actorKind)},` +
    `${csvCell(entry.actorId)},${csvCell(entry.actorName)},${csvCell(entry.source)},${csvCell(entry.targetKind)},${csvCell(entry.targetId)},` +
    `${csvCell(entry.targetName)},${csvCell(entry.threatClass)},${csvCell(entry.requestId)},${entry.count},${csvCell(entry.message)},` +
    `${csvCell(entry.detail)},${csvCell(entry.previousHash)},${entry.hash}\r\n`,
}
