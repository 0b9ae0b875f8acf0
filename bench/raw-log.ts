// What the log is measured against: an entry's columns inserted in the same batches, with no hash to make, no index and no trigger.
import { join } from 'node:path'
import { openForWriting } from '../src/main/database/connection.ts'
import type { PreparedEntry } from '../src/main/database/prepare-entry.ts'

type Row = (string | number | null | Uint8Array)[]

/** Words as they are, or small integers in their place and requests as bytes, as the log itself keeps them. */
export type RawForm = 'words' | 'ids'

const columns = {
  words: `action TEXT NOT NULL, actor_kind TEXT NOT NULL, actor_id TEXT, actor_name TEXT NOT NULL, source TEXT NOT NULL, target_kind TEXT,
    threat_class TEXT, request_id TEXT`,
  ids: 'action INTEGER NOT NULL, actor INTEGER NOT NULL, source INTEGER NOT NULL, target_kind INTEGER, threat_class INTEGER, request_id BLOB',
}
const schema = (form: RawForm) => `CREATE TABLE entry (
  sequence INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, severity INTEGER NOT NULL, outcome INTEGER NOT NULL, count INTEGER NOT NULL,
  target_id TEXT, target_name TEXT, message TEXT NOT NULL, detail TEXT NOT NULL, hash BLOB NOT NULL, ${columns[form]}) STRICT`

const createIds = () => {
  const ids = new Map<string, number>()
  return (word: string | null): number | null => {
    if (word === null) return null
    const id = ids.get(word) ?? ids.size + 1
    ids.set(word, id)
    return id
  }
}

const createRows = (form: RawForm) => {
  const idOf = createIds()
  let sequence = 0
  const hash = Buffer.alloc(32, 7)
  return (entry: PreparedEntry): Row => {
    sequence += 1
    const own = [sequence, entry.atMs, 1, 0, entry.count, entry.targetId, entry.targetName, entry.message, entry.detail, hash]
    const { action, actorKind, actorId, actorName, source, targetKind, threatClass, requestId } = entry
    if (form === 'words') return [...own, action, actorKind, actorId, actorName, source, targetKind, threatClass, requestId]
    const request = requestId === null ? null : Buffer.from(requestId.replaceAll('-', ''), 'hex')
    return [...own, idOf(action), idOf(`${actorKind} ${actorId} ${actorName}`), idOf(source), idOf(targetKind), idOf(threatClass), request]
  }
}

export const openRawLog = (directory: string, form: RawForm) => {
  const connection = openForWriting(join(directory, `raw-${form}.db`))
  connection.exec(schema(form))
  const insert = connection.prepare(
    `INSERT INTO entry VALUES (${Array<string>(form === 'words' ? 18 : 16)
      .fill('?')
      .join()})`,
  )
  const rowOf = createRows(form)
  let tookMs = 0
  let inserted = 0
  return {
    /** In one transaction; making the rows ready is not counted. */
    insert: (entries: readonly PreparedEntry[]): void => {
      const rows = entries.map(rowOf)
      const startedMs = performance.now()
      connection.exec('BEGIN IMMEDIATE')
      for (const row of rows) insert.run(row)
      connection.exec('COMMIT')
      tookMs += performance.now() - startedMs
      inserted += rows.length
    },
    perSecond: () => (inserted * 1000) / tookMs,
    close: () => connection.close(),
  }
}
