/** The directory of kept backups: names, headers, and files that are whole before they have their name. */
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { KeptBackup } from '../../../shared/contract/backup.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { BackupHeader } from './backup-header.ts'
import { readHeader } from './backup-header.ts'

const nameForm = /^gatehouse-\d{4}-\d\d-\d\dT\d{4}(?:-\d{1,3})?\.ghb$/
const partial = '.part'

export interface FoundBackup {
  name: string
  bytes: number
  header: BackupHeader
}

export interface KeptBackups {
  directory: string
  /** Newest first. A file whose header cannot be read is not among them. */
  all(): FoundBackup[]
  /** Throws NOT_FOUND: a name is a name of this directory, never a path. */
  pathOf(name: string): string
  /** Where the next one is written. */
  beginPath(id: string): string
  /** Gives a whole file its name. */
  finish(path: string, atMs: number): string
  discard(path: string): void
  remove(name: string): void
}

const stampOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 16).replace(':', '')

/** A name is there after a power cut only when its directory was written, too. */
export const syncDirectory = (directory: string): void => {
  if (process.platform === 'win32') return
  const handle = openSync(directory, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** What a crash left unfinished is removed at once. */
export const openKeptBackups = (directory: string): KeptBackups => {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(directory)) if (name.endsWith(partial)) rmSync(join(directory, name), { force: true })
  // Neither a link, which leads elsewhere, nor a pipe, on which the whole console would wait.
  const names = () =>
    readdirSync(directory, { withFileTypes: true }).flatMap((entry) => (entry.isFile() && nameForm.test(entry.name) ? [entry.name] : []))
  const found = (name: string): FoundBackup[] => {
    const path = join(directory, name)
    try {
      return [{ name, bytes: statSync(path).size, header: readHeader(path).header }]
    } catch {
      return []
    }
  }
  const nameFor = (atMs: number): string => {
    const taken = new Set(readdirSync(directory))
    const stem = `gatehouse-${stampOf(atMs)}`
    for (let n = 1; ; n++) {
      const name = n === 1 ? `${stem}.ghb` : `${stem}-${n}.ghb`
      if (!taken.has(name)) return name
    }
  }
  return {
    directory,
    all: () =>
      names()
        .flatMap(found)
        .toSorted((a, b) => b.header.createdAtMs - a.header.createdAtMs || (a.name < b.name ? 1 : -1)),
    pathOf: (name) => {
      if (!names().includes(name)) throw new GatehouseError('NOT_FOUND', 'There is no such backup any more.', {})
      return join(directory, name)
    },
    beginPath: (id) => join(directory, `${id}${partial}`),
    finish: (path, atMs) => {
      const name = nameFor(atMs)
      renameSync(path, join(directory, name))
      syncDirectory(directory)
      return name
    },
    discard: (path) => rmSync(path, { force: true }),
    remove: (name) => rmSync(join(directory, name), { force: true }),
  }
}

/** `vaultOpens`: whether this vault's master key, as it is now, opens it. */
export const viewOf = ({ name, bytes, header }: FoundBackup, verifiedAtMs: number | null, masterKeyId: string | null): KeptBackup => ({
  name,
  kind: header.kind,
  bytes,
  createdAtMs: header.createdAtMs,
  withLog: header.withLog,
  opensWith: [
    ...new Set(header.slots.flatMap((slot) => (slot.kind === 'this-vault' && slot.masterKeyId !== masterKeyId ? [] : [slot.kind]))),
  ],
  verifiedAtMs,
})
