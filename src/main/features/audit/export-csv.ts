/** Entries as CSV (RFC 4180): a head, CRLF, quotes doubled, times as ISO 8601 in UTC. Pure. */
import type { EntryFormat, ExportedEntry } from './exported-entry.ts'
import { showableTime } from './showable-figures.ts'

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

/**
 * A spreadsheet takes a cell that begins so for a formula and runs it (OWASP, CSV injection; the wide signs where the
 * keyboard is Japanese). Such a cell gets an apostrophe in front; who needs each byte as it was takes NDJSON.
 */
const formula = /^[=+\-@\t\r\n＝＋－＠]/
const special = /[",\r\n]/

/** A text of the log as a cell. */
export const csvCell = (text: string | null): string => {
  if (text === null) return ''
  const harmless = formula.test(text) ? `'${text}` : text
  return special.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

export const csvFormat: EntryFormat = {
  extension: 'csv',
  contentType: 'text/csv; charset=utf-8; header=present',
  head: `${columns.join(',')}\r\n`,
  line: (entry: ExportedEntry) =>
    `${entry.sequence},${new Date(showableTime(entry.atMs)).toISOString()},${entry.severity},${entry.outcome},${csvCell(entry.action)},${csvCell(entry.actorKind)},` +
    `${csvCell(entry.actorId)},${csvCell(entry.actorName)},${csvCell(entry.source)},${csvCell(entry.targetKind)},${csvCell(entry.targetId)},` +
    `${csvCell(entry.targetName)},${csvCell(entry.threatClass)},${csvCell(entry.requestId)},${entry.count},${csvCell(entry.message)},` +
    `${csvCell(entry.detail)},${entry.previousHash ?? ''},${entry.hash}\r\n`,
}
