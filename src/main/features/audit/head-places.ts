/** Where the newest signed head is kept outside the database: files, and the keychain where the master key lies there. */
import type { KeptHead } from '../../database/database.ts'
import type { HeadRow } from './audit.store.ts'
import { readKeptHead } from './kept-head.ts'

export interface HeadFile {
  /** As a verdict names it. */
  name: string
  path: string
}

/** A place that takes a while to answer. */
export interface SlowHeadPlace {
  name: string
  read(): Promise<HeadRow | null | 'unreadable'>
  /** Takes note of it; written soon, unless a newer one comes before. */
  keep(head: KeptHead): void
  /** Writes what waits, but holds up nobody for long. */
  stop(): Promise<void>
}

export interface HeadPlaces {
  files: readonly HeadFile[]
  slow: SlowHeadPlace | null
}

/** A head with the place that it was read from. */
export interface KeptIn {
  head: HeadRow
  keptIn: string
}

export interface ReadHeads {
  kept: KeptIn[]
  /** Places whose head cannot be read. */
  unreadable: string[]
}

export const noHeads: ReadHeads = { kept: [], unreadable: [] }

const judge = (heads: ReadHeads, name: string, found: HeadRow | null | 'unreadable'): ReadHeads => {
  if (found === null) return heads
  if (found === 'unreadable') return { ...heads, unreadable: [...heads.unreadable, name] }
  return { ...heads, kept: [...heads.kept, { head: found, keptIn: name }] }
}

/** At once, so that nothing is signed between this and a look into the database. */
export const readHeadFiles = ({ files }: HeadPlaces): ReadHeads =>
  files.reduce((heads, { name, path }) => judge(heads, name, readKeptHead(path)), noHeads)

export const readSlowHead = async ({ slow }: HeadPlaces): Promise<ReadHeads> =>
  slow ? judge(noHeads, slow.name, await slow.read()) : noHeads
