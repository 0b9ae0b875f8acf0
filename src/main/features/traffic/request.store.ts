/** SQL of single requests: entered with their words as numbers, and read back as they came. */
import type { RequestRecord } from '../../../shared/contract/traffic.ts'
import type { Readable, SqlParams, Writable } from '../../database/database.ts'
import { idBytes, idText, timeInId } from './request-id.ts'
import { wordTexts } from './words.store.ts'
import type { Words } from './words.store.ts'

interface Row {
  sequence: number
  atMs: number
  id: Uint8Array
  tookUs: number
  source: string
  method: number
  route: number
  template: number
  consumer: number
  keyId: number
  upstream: number
  target: number
  status: number
  refusal: number
  brokenOff: number
  bytesIn: number
  bytesOut: number
  stageNames: number
  stageUs: string
  upstreamUs: number | null
  revision: number
  more: string | null
}

/** What most requests have not: of it only what is there is kept. */
type More = Pick<RequestRecord, 'reason' | 'overlooked' | 'query' | 'caller' | 'trace' | 'triedBy'>
const nothingMore: More = { reason: null, overlooked: [], query: null, caller: null, trace: null, triedBy: null }

const endings = [null, 'by-caller', 'by-upstream'] as const
/** An id is made with its request, but the clock is looked at once more for the time. */
const idMayBeOffMs = 1_000

const microseconds = (ms: number): number => Math.round(ms * 1000)
const moreOf = (record: RequestRecord): string | null => {
  const names = (Object.keys(nothingMore) as (keyof More)[]).filter(
    (name) => record[name] !== null && (name !== 'overlooked' || record.overlooked.length > 0),
  )
  return names.length === 0 ? null : JSON.stringify(Object.fromEntries(names.map((name) => [name, record[name]])))
}

const insert = `/* traffic add request */ INSERT INTO traffic_request (at_ms, id, took_us, source, method, route, template, consumer, key_id,
  upstream, target, status, refusal, broken_off, bytes_in, bytes_out, stage_names, stage_us, upstream_us, revision, more)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

/** What a row takes beside its texts, with its place in the index. */
const bytesBesideTexts = 96
const textBytes = `octet_length(source) + octet_length(stage_us) + coalesce(octet_length(more), 0)`

/** The bytes it takes; 0 of a request whose id is no UUID, which is not kept: throwing would bring the same batch for ever. */
export const addRequest = (tx: Writable, words: Words, record: RequestRecord): number => {
  const id = idBytes(record.id)
  if (!id) return 0
  const stageUs = JSON.stringify(record.stages.map(({ ms }) => microseconds(ms)))
  const more = moreOf(record)
  const word = (text: string | null) => words.id(tx, text)
  tx.run(insert, [
    record.atMs,
    id,
    microseconds(record.tookMs),
    record.source,
    word(record.method),
    word(record.route),
    word(record.template),
    word(record.consumer),
    word(record.keyId),
    word(record.upstream),
    word(record.target),
    record.status,
    word(record.refusal),
    endings.indexOf(record.brokenOff),
    record.bytesIn,
    record.bytesOut,
    word(record.stages.map(({ name }) => name).join(' ')),
    stageUs,
    record.upstreamMs === null ? null : microseconds(record.upstreamMs),
    record.policyRevision,
    more,
  ])
  return bytesBesideTexts + Buffer.byteLength(record.source) + stageUs.length + Buffer.byteLength(more ?? '')
}

const columns = `sequence, at_ms AS atMs, id, took_us AS tookUs, source, method, route, template, consumer, key_id AS keyId, upstream, target,
  status, refusal, broken_off AS brokenOff, bytes_in AS bytesIn, bytes_out AS bytesOut, stage_names AS stageNames, stage_us AS stageUs,
  upstream_us AS upstreamUs, revision, more`

const stagesOf = (names: string, us: string): RequestRecord['stages'] => {
  const name = names.split(' ')
  return (JSON.parse(us) as number[]).map((spentUs, at) => ({ name: name[at] ?? String(at), ms: spentUs / 1000 }))
}

const recordsOf = (db: Readable, rows: readonly Row[]): RequestRecord[] => {
  const used = rows.flatMap((row) => [
    row.method,
    row.route,
    row.template,
    row.consumer,
    row.keyId,
    row.upstream,
    row.target,
    row.refusal,
    row.stageNames,
  ])
  const texts = wordTexts(db, new Set(used))
  const text = (id: number) => texts.get(id) ?? null
  return rows.map((row) => ({
    id: idText(row.id),
    atMs: row.atMs,
    tookMs: row.tookUs / 1000,
    source: row.source,
    method: text(row.method) ?? '',
    route: text(row.route),
    template: text(row.template),
    consumer: text(row.consumer),
    keyId: text(row.keyId),
    upstream: text(row.upstream),
    target: text(row.target),
    status: row.status,
    refusal: text(row.refusal),
    brokenOff: endings[row.brokenOff] ?? null,
    bytesIn: row.bytesIn,
    bytesOut: row.bytesOut,
    stages: stagesOf(text(row.stageNames) ?? '', row.stageUs),
    upstreamMs: row.upstreamUs === null ? null : row.upstreamUs / 1000,
    policyRevision: row.revision,
    ...nothingMore,
    ...(row.more === null ? {} : (JSON.parse(row.more) as Partial<More>)),
  }))
}

export const requestOf = (db: Readable, id: string): RequestRecord | null => {
  const bytes = idBytes(id)
  if (!bytes) return null
  const madeAtMs = timeInId(bytes)
  const rows = db.all<Row>(
    `/* traffic request */ SELECT ${columns} FROM traffic_request INDEXED BY traffic_request_time
     WHERE at_ms BETWEEN @fromMs AND @toMs AND id = @id LIMIT 1`,
    { fromMs: madeAtMs - idMayBeOffMs, toMs: madeAtMs + idMayBeOffMs, id: bytes },
  )
  return recordsOf(db, rows)[0] ?? null
}

/** Where a page begins: below this, in the order of time and of arrival. */
export interface Place {
  atMs: number
  sequence: number
}

/** Newest first, from below `before` down to `to`, of those that pass `where`. */
export const requestsBetween = (
  db: Readable,
  before: Place,
  to: Place,
  limit: number,
  where: { sql: string; params: SqlParams },
): { place: Place; record: RequestRecord }[] => {
  const rows = db.all<Row>(
    `/* traffic requests */ SELECT ${columns} FROM traffic_request INDEXED BY traffic_request_time
     WHERE at_ms BETWEEN @toMs AND @beforeMs
       AND (at_ms, sequence) < (@beforeMs, @beforeSequence) AND (at_ms, sequence) >= (@toMs, @toSequence) ${where.sql}
     ORDER BY at_ms DESC, sequence DESC LIMIT @limit`,
    { ...where.params, beforeMs: before.atMs, beforeSequence: before.sequence, toMs: to.atMs, toSequence: to.sequence, limit },
  )
  const records = recordsOf(db, rows)
  return rows.map(({ atMs, sequence }, at) => ({ place: { atMs, sequence }, record: records[at]! }))
}

/** The place so many requests further back; null where there are not so many after `fromMs`. */
export const placeBelow = (db: Readable, before: Place, fromMs: number, requests: number): Place | null =>
  db.get<Place>(
    `/* traffic place below */ SELECT at_ms AS atMs, sequence FROM traffic_request INDEXED BY traffic_request_time
     WHERE at_ms BETWEEN @fromMs AND @beforeMs AND (at_ms, sequence) < (@beforeMs, @beforeSequence)
     ORDER BY at_ms DESC, sequence DESC LIMIT 1 OFFSET @skipped`,
    { fromMs, beforeMs: before.atMs, beforeSequence: before.sequence, skipped: requests - 1 },
  ) ?? null

/** Drops at most so many of the oldest before `beforeMs`; the bytes they took. */
export const dropRequests = (tx: Writable, beforeMs: number, limit: number): number => {
  const oldest = `SELECT sequence FROM traffic_request INDEXED BY traffic_request_time WHERE at_ms < @beforeMs ORDER BY at_ms, sequence LIMIT @limit`
  const { bytes } = tx.get<{ bytes: number }>(
    `/* traffic bytes of oldest */ SELECT coalesce(sum(${bytesBesideTexts} + ${textBytes}), 0) AS bytes FROM traffic_request WHERE sequence IN (${oldest})`,
    { beforeMs, limit },
  )!
  if (bytes > 0) tx.run(`/* traffic drop oldest */ DELETE FROM traffic_request WHERE sequence IN (${oldest})`, { beforeMs, limit })
  return bytes
}
