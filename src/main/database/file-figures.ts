/** What a database file tells of itself, read without moving anything: its pages, and how far its write-ahead log is written back. */
import type { Connection } from './connection.ts'

export interface FileFigures {
  pageBytes: number
  pages: number
  freePages: number
  /** Null where the file has no write-ahead log. */
  wal: { pages: number; checkpointedPages: number } | null
  /** Bytes that a connection of this program keeps in memory of it. */
  cacheBytes: number
}

const figure = (connection: Connection, name: string): number => connection.pragma(name, { simple: true }) as number

/** PRAGMA cache_size: pages, or kibibytes where it is negative. */
const cacheBytesOf = (connection: Connection, pageBytes: number): number => {
  const size = figure(connection, 'cache_size')
  return size < 0 ? -size * 1024 : size * pageBytes
}

/** NOOP: asks how far the checkpoints are, and makes none. -1 where there is no write-ahead log. */
const walOf = (connection: Connection): FileFigures['wal'] => {
  const [row] = connection.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[]
  return row === undefined || row.log < 0 ? null : { pages: row.log, checkpointedPages: Math.max(0, row.checkpointed) }
}

export const fileFigures = (connection: Connection): FileFigures => {
  const pageBytes = figure(connection, 'page_size')
  return {
    pageBytes,
    pages: figure(connection, 'page_count'),
    freePages: figure(connection, 'freelist_count'),
    wal: walOf(connection),
    cacheBytes: cacheBytesOf(connection, pageBytes),
  }
}
