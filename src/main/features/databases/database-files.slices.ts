/** What the reader's worker answers of a database file: its figures, plans on it, the size of one table, and a check of one. */
import type { PlanStep } from '../../../shared/contract/databases.ts'
import { openForReading } from '../../database/connection.ts'
import type { Connection } from '../../database/connection.ts'
import type { Readable } from '../../database/database.ts'
import { fileFigures } from '../../database/file-figures.ts'
import { planOf } from '../../database/query-plan.ts'
import { planSteps } from './plan-steps.ts'
import { checkTree, sizeOfTree, treesOf } from './trees.store.ts'

/** Each slice opens the file by itself: they are few, and none is kept open that a guard or the index may replace. */
export const onFile = <T>(path: string, read: (connection: Connection) => T): T => {
  const { connection } = openForReading(path)
  try {
    return read(connection)
  } finally {
    connection.close()
  }
}

export const databaseFileSlices = {
  'databases.figures': (_db: Readable, { path }: { path: string }) => onFile(path, fileFigures),

  'databases.plan': (_db: Readable, { path, sql }: { path: string; sql: string }): PlanStep[] =>
    onFile(path, (connection) => planSteps(planOf(connection, sql))),

  'databases.trees': (_db: Readable, { path }: { path: string }) => onFile(path, treesOf),

  'databases.treeSize': (_db: Readable, { path, name }: { path: string; name: string }) =>
    onFile(path, (connection) => sizeOfTree(connection, name)),

  'databases.checkTable': (_db: Readable, { path, name }: { path: string; name: string }) =>
    onFile(path, (connection) => checkTree(connection, name)),
}
