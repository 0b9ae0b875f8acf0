/** Reads the log for verification: rows as they are stored, and the hash that each should have; words are read and encoded once a run. */
import { outcomes, severities } from '../../../shared/contract/audit-filter.ts'
import type { EncodedWords } from '../../database/chain.ts'
import { encodeActor, encodeWords, netstring, sha256 } from '../../database/chain.ts'
import type { Readable } from '../../database/database.ts'
import { uuidOf } from '../../database/log-entry.ts'

export interface HashedRow {
  sequence: number
  atMs: number
  severity: number
  outcome: number
  action: number
  actor: number
  source: number
  targetKind: number | null
  targetId: string | null
  targetName: string | null
  threatClass: number | null
  /** Hexadecimal. */
  requestId: string | null
  count: number
  message: string
  detail: string
  hash: string
}

/** Objects whose blobs SQLite turns into hexadecimal are the fastest form to read: a Buffer a row costs twice as much. */
const select = `/* audit, verify entries */
SELECT sequence, at_ms AS atMs, severity, outcome, action, actor, source, target_kind AS targetKind, target_id AS targetId, target_name AS targetName,
  threat_class AS threatClass, iif(request_id IS NULL, NULL, lower(hex(request_id))) AS requestId, count, message, detail, lower(hex(hash)) AS hash
FROM log_entry WHERE sequence > @after AND sequence <= @until ORDER BY sequence LIMIT @limit`

const encodedSeverities = severities.map(netstring)
const encodedOutcomes = outcomes.map(netstring)
const absent = netstring(null)
const sealAction = netstring('log.index-sealed')
const keptWords = 50_000

/** Null: not in the dictionary. */
type Words = Map<number, string | null>

export interface HashedEntries {
  /** Ascending. */
  page(after: number, until: number, limit: number): HashedRow[]
  /** Null where a word that the entry refers to is gone. */
  hashOf(row: HashedRow, previousHash: string): string | null
  /** Whether the entry says that a part of the index was sealed. */
  tellsSeal(row: HashedRow): boolean
}

/** For one run: the dictionary too may be changed behind the console's back, so that its words are read anew by the next. */
export const readHashedEntries = (db: Readable, installationId: string): HashedEntries => {
  const encodedInstallation = netstring(installationId)
  const texts: Words = new Map()
  const actors: Words = new Map()

  const keep = (words: Words, id: number, read: () => string | null): string | null => {
    const known = words.get(id)
    if (known !== undefined) return known
    if (words.size >= keptWords) words.clear()
    const encoded = read()
    words.set(id, encoded)
    return encoded
  }
  const readText = (id: number): string | null => {
    const row = db.get<{ text: string }>('SELECT text FROM log_text WHERE id = @id', { id })
    return row ? netstring(row.text) : null
  }
  const readActor = (id: number): string | null => {
    const row = db.get<{ kind: string; reference: string; name: string }>('SELECT kind, reference, name FROM log_actor WHERE id = @id', {
      id,
    })
    return row ? encodeActor({ kind: row.kind, id: row.reference || null, name: row.name }) : null
  }
  const text = (id: number) => keep(texts, id, () => readText(id))
  const textOrAbsent = (id: number | null) => (id === null ? absent : text(id))

  const wordsOf = (row: HashedRow): EncodedWords | null => {
    const severity = encodedSeverities[row.severity]
    const outcome = encodedOutcomes[row.outcome]
    const action = text(row.action)
    const actor = keep(actors, row.actor, () => readActor(row.actor))
    const source = text(row.source)
    const targetKind = textOrAbsent(row.targetKind)
    const threatClass = textOrAbsent(row.threatClass)
    if (severity === undefined || outcome === undefined) return null
    if (action === null || actor === null || source === null || targetKind === null || threatClass === null) return null
    return {
      installationId: encodedInstallation,
      sequence: row.sequence,
      atMs: row.atMs,
      severity,
      outcome,
      action,
      actor,
      source,
      targetKind,
      targetId: row.targetId,
      targetName: row.targetName,
      threatClass,
      requestId: row.requestId === null ? absent : netstring(uuidOf(row.requestId)),
      count: row.count,
      message: row.message,
      detail: row.detail,
    }
  }

  return {
    page: (after, until, limit) => db.all<HashedRow>(select, { after, until, limit }),
    hashOf: (row, previousHash) => {
      const words = wordsOf(row)
      return words && sha256(encodeWords(words, previousHash))
    },
    tellsSeal: (row) => text(row.action) === sealAction,
  }
}
