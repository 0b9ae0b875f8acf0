/** What goes into a backup after the key: the manifest and all tables, of one moment. Runs in a worker of its own. */
import type { Chunk } from '../../database/chunk-worker.ts'
import type { Readable } from '../../database/database.ts'
import { dumpTables, tableOfDump, tablesOf } from '../../database/dump-tables.ts'
import { leftOut, logTables } from './backup-tables.ts'
import { figuresOf } from './backup.store.ts'

export interface BackupJob {
  withLog: boolean
  /** Its name. */
  machine: string
}
export interface BackupProgress {
  rows: number
  totalRows: number
}

const aimBytes = 65_536

const chunkOf = (text: string, progress: BackupProgress): Chunk<BackupProgress> => ({ bytes: new TextEncoder().encode(text), progress })

export async function* backupContent(db: Readable, { withLog, machine }: BackupJob): AsyncGenerator<Chunk<BackupProgress>, BackupProgress> {
  const manifest = { manifest: { machine, ...figuresOf(db, withLog) } }
  const tables = tablesOf(db)
    .filter((name) => !leftOut.has(name) && (withLog || !logTables.has(name)))
    .map((name) => tableOfDump(db, name))
  const totalRows = tables.reduce((total, { rows }) => total + rows, 0)
  let text = `${JSON.stringify(manifest)}\n`
  let rows = 0
  for (const part of dumpTables(db, tables)) {
    rows += part.rows
    text += part.text
    if (text.length < aimBytes) continue
    yield chunkOf(text, { rows, totalRows })
    text = ''
  }
  yield chunkOf(text, { rows, totalRows })
  return { rows, totalRows }
}
