/**
 * Reads the entries of an export, oldest first, a page at a time by key: rows as they are stored, with the words of the
 * dictionary kept by their ids. No read outlives a page.
 */
import { actorKinds, outcomes, severities } from '../../../shared/contract/audit-filter.ts'
import type { AuditFilter } from '../../../shared/contract/audit-filter.ts'
import { holdsAll } from '../../../shared/search-words.ts'
import type { Readable } from '../../database/database.ts'
import { searchedTexts } from '../../database/log-index/entry-terms.ts'
import { sequencesOf, wantedOf } from './audit-filter.store.ts'
import { gone, uuidOf } from '../../database/log-entry.ts'
import { horizonSequence } from '../../database/log-ends.ts'
import type { ExportedEntry } from './exported-entry.ts'

/** What is exported: fixed before the first page, so that entries that come meanwhile change nothing. */
export interface ExportRange {
  filter: AuditFilter
  /** Entries above this one. */
  after: number
  until: number
}

export interface ExportPage {
  entries: ExportedEntry[]
  /** How much of the range has been looked through, 0 to 1. */
  share: number
}

interface Row {
  sequence: number
  at_ms: number
  severity: number
  outcome: number
  action: number
  actor: number
  source: number
  target_kind: number | null
  target_id: string | null
  target_name: string | null
  threat_class: number | null
  request_id: string | null
  count: number
  message: string
  detail: string
  hash: string
}

interface ActorWords {
  kind: string
  reference: string
  name: string
}

const keptWords = 50_000
/** A page holds about so much text, whatever the length of entries. */
const pageChars = 250_000
const mostRows = 1_000
/** Entries looked past in one read. */
const widestWindow = 15_000

const createWords = (db: Readable) => {
  const texts = new Map<number, string>()
  const actors = new Map<number, ActorWords>()
  const kept = <Word>(words: Map<number, Word>, id: number, read: () => Word): Word => {
    const known = words.get(id)
    if (known !== undefined) return known
    if (words.size >= keptWords) words.clear()
    const word = read()
    words.set(id, word)
    return word
  }
  return {
    text: (id: number): string =>
      kept(texts, id, () => db.get<{ text: string }>('SELECT text FROM log_text WHERE id = @id', { id })?.text ?? gone),
    actor: (id: number): ActorWords =>
      kept(
        actors,
        id,
        () =>
          db.get<ActorWords>('SELECT kind, reference, name FROM log_actor WHERE id = @id', { id }) ?? {
            kind: gone,
            reference: '',
            name: gone,
          },
      ),
  }
}

/** The part of the range that a time range lies in. */
const within = (db: Readable, { filter: { fromMs, toMs }, after, until }: ExportRange): { after: number; until: number } => {
  if (fromMs === null && toMs === null) return { after, until }
  const lies = sequencesOf(db, fromMs, toMs)
  return lies === null ? { after, until: after } : { after: Math.max(after, lies.low - 1), until: Math.min(until, lies.high) }
}

/**
 * Each call gives the next page; null after the last. The log itself is looked through, not its index: what a file is to
 * prove must not be missing from it because somebody took it out of the index.
 */
export const createExportPages = (db: Readable, range: ExportRange): (() => ExportPage | null) => {
  /** After an hour retention waits for nobody: better no file than one that lacks entries and looks whole. */
  const assertNoneDropped = (from: number): void => {
    const horizon = horizonSequence(db)
    if (horizon > from) throw new Error(`Retention dropped entries up to ${horizon} before they could be exported.`)
  }
  assertNoneDropped(range.after)
  const words = createWords(db)
  const wanted = wantedOf(db, range.filter)
  const { after: begin, until } = within(db, range)
  const runs = wanted?.runs ?? []
  const filtered = (wanted?.where.length ?? 0) > 0
  const select = `/* audit entries to export */ SELECT sequence, at_ms, severity, outcome, action, actor, source, target_kind, target_id, target_name, threat_class,
       lower(hex(request_id)) AS request_id, count, message, detail, lower(hex(hash)) AS hash
     FROM log_entry e WHERE ${['e.sequence > @after', 'e.sequence <= @to', ...(wanted?.where ?? [])].join(' AND ')} ORDER BY e.sequence LIMIT @limit`
  let after = begin
  let limit = mostRows
  let last = { sequence: -1, hash: '' }

  const hashBefore = (sequence: number): string | null => {
    if (last.sequence === sequence - 1) return last.hash
    return (
      db.get<{ hash: string }>('SELECT lower(hex(hash)) AS hash FROM log_entry WHERE sequence = @before', { before: sequence - 1 })?.hash ??
      db.get<{ hash: string }>('SELECT hash FROM log_horizon WHERE sequence = @before', { before: sequence - 1 })?.hash ??
      null
    )
  }

  const entryOf = (row: Row): ExportedEntry => {
    const actor = words.actor(row.actor)
    const previousHash = hashBefore(row.sequence)
    last = row
    return {
      sequence: row.sequence,
      atMs: row.at_ms,
      severity: severities[row.severity] ?? String(row.severity),
      outcome: outcomes[row.outcome] ?? String(row.outcome),
      action: words.text(row.action),
      actorKind: actorKinds.find((kind) => kind === actor.kind) ?? actor.kind,
      actorId: actor.reference || null,
      actorName: actor.name,
      source: words.text(row.source),
      targetKind: row.target_kind === null ? null : words.text(row.target_kind),
      targetId: row.target_id,
      targetName: row.target_name,
      threatClass: row.threat_class === null ? null : words.text(row.threat_class),
      requestId: uuidOf(row.request_id || null),
      count: row.count,
      message: row.message,
      detail: row.detail,
      previousHash,
      hash: row.hash,
    }
  }

  return () => {
    if (wanted === null || after >= until) return null
    const from = after
    const to = filtered ? Math.min(until, after + widestWindow) : until
    const rows = db.all<Row>(select, { ...wanted.params, after, to, limit })
    assertNoneDropped(from)
    after = rows.length < limit ? to : rows.at(-1)!.sequence
    const chars = rows.reduce((sum, { message, detail }) => sum + message.length + detail.length + 500, 0)
    if (rows.length > 0) limit = Math.max(8, Math.min(mostRows, Math.floor((pageChars * rows.length) / chars)))
    const entries = rows.map(entryOf).filter((entry) => runs.length === 0 || holdsAll(searchedTexts(entry), runs))
    return { entries, share: (after - begin) / Math.max(1, until - begin) }
  }
}
