/** Which databases this console has, and where their files lie. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseId } from '../../../shared/contract/databases.ts'

export interface DatabasePlace {
  id: DatabaseId
  name: string
  text: string
  /** Those that are there; paths are absolute. */
  files: { file: string; path: string }[]
}

/** Names of files and directories in the data directory. */
export interface FileNames {
  console: string
  telemetry: string
  indexDirectory: string
  guardLimits: string
}

const filesIn = (directory: string): string[] => {
  try {
    return readdirSync(directory).filter((name) => name.endsWith('.db'))
  } catch {
    return []
  }
}

export const databasePlaces = (dataDirectory: string, names: FileNames): DatabasePlace[] => {
  const there = (...files: string[]) =>
    files
      .map((file) => ({ file, path: join(dataDirectory, file) }))
      .filter(({ path }) => statSync(path, { throwIfNoEntry: false })?.isFile())
  const parts = filesIn(join(dataDirectory, names.indexDirectory)).toSorted()
  const all: DatabasePlace[] = [
    { id: 'console', name: names.console, text: 'The log, people, keys, settings: all that must last.', files: there(names.console) },
    {
      id: 'telemetry',
      name: names.telemetry,
      text: 'Samples of the metrics, and records of requests.',
      files: there(names.telemetry),
    },
    {
      id: 'log-index',
      name: 'Index of the log',
      text: 'What the log is searched by, in parts; made anew from the log at any time.',
      files: there(...parts.map((part) => join(names.indexDirectory, part))),
    },
    {
      id: 'guard-limits',
      name: names.guardLimits,
      text: 'What the guard has counted for limits that are kept in SQLite.',
      files: there(names.guardLimits),
    },
  ]
  return all.filter(({ files }) => files.length > 0)
}
