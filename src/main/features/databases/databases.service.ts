/** Insight into the console's databases: queries with their texts and plans, and files with their figures. */
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import type { DatabaseFile, DatabaseInsight, QueryTime, StatementInsight } from '../../../shared/contract/databases.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { Statement } from '../../database/connection.ts'
import type { FileFigures } from '../../database/file-figures.ts'
import type { QueryTimes } from '../../database/query-times.ts'
import type { Reader } from '../../database/reader.ts'
import type { databaseFileSlices } from './database-files.slices.ts'
import type { DatabasePlace } from './database-places.ts'

export interface DatabasesOptions {
  reader: Pick<Reader<typeof databaseFileSlices>, 'run'>
  queryTimes: Pick<QueryTimes, 'list' | 'statements'>
  places(): DatabasePlace[]
  slowMs(): number
}

/** Parts of the index and the guard's file are opened with caches of their own. */
const hasUsualCache = (id: DatabasePlace['id']): boolean => id === 'console' || id === 'telemetry'

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export const createDatabases = ({ reader, queryTimes, places, slowMs }: DatabasesOptions) => {
  /** Null where the file is gone: a part of the index that was sealed and made anew, or dropped. */
  const pathOf = (file: string): string | null =>
    places()
      .flatMap(({ files }) => files)
      .find(({ path }) => basename(path) === file)?.path ?? null

  const insightOf = async ({ sql, file }: Statement): Promise<StatementInsight> => {
    const path = pathOf(file)
    if (path === null) return { sql, file, plan: null, problem: 'The file that it ran on is there no more.' }
    try {
      return { sql, file, plan: await reader.run('databases.plan', { path, sql }), problem: null }
    } catch (error) {
      return { sql, file, plan: null, problem: `SQLite cannot tell how it would run it: ${messageOf(error)}.` }
    }
  }

  const statementsOf = async (name: string): Promise<StatementInsight[]> => {
    const statements = queryTimes.statements(name)
    if (statements.length === 0) throw new GatehouseError('NOT_FOUND', 'No query of this name has run since the console was started.', {})
    return Promise.all(statements.map(insightOf))
  }

  const walOf = (path: string, figures: FileFigures | null): DatabaseFile['wal'] => {
    const wal = statSync(`${path}-wal`, { throwIfNoEntry: false })
    if (!wal) return null
    return { bytes: wal.size, pages: figures?.wal?.pages ?? null, checkpointedPages: figures?.wal?.checkpointedPages ?? null }
  }

  const fileOf = async ({ file, path }: DatabasePlace['files'][number]): Promise<DatabaseFile & { cacheBytes: number | null }> => {
    let figures: FileFigures | null = null
    let problem: string | null = null
    try {
      figures = await reader.run('databases.figures', { path })
    } catch (error) {
      problem = messageOf(error)
    }
    const stats = statSync(path, { throwIfNoEntry: false })
    return {
      file,
      bytes: stats?.size ?? 0,
      pageBytes: figures?.pageBytes ?? null,
      pages: figures?.pages ?? null,
      freePages: figures?.freePages ?? null,
      wal: walOf(path, figures),
      lastCheckpointAtMs: figures?.wal && stats ? Math.trunc(stats.mtimeMs) : null,
      problem,
      cacheBytes: figures?.cacheBytes ?? null,
    }
  }

  return {
    queries: (): { slowMs: number; queries: QueryTime[] } => ({ slowMs: slowMs(), queries: queryTimes.list() }),

    /** Throws NOT_FOUND where nothing of this name has run, or its text is not known. */
    query: async (name: string) => ({ statements: await statementsOf(name) }),

    files: (): Promise<DatabaseInsight[]> =>
      Promise.all(
        places().map(async ({ id, name, text, files }) => {
          const read = await Promise.all(files.map(fileOf))
          return {
            id,
            name,
            text,
            cacheBytes: hasUsualCache(id) ? (read[0]?.cacheBytes ?? null) : null,
            files: read.map(({ cacheBytes: _, ...file }) => file),
          }
        }),
      ),

    pathOf,
  }
}
export type Databases = ReturnType<typeof createDatabases>
