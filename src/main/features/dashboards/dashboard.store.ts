/** Rows of dashboards. */
import type { Board, GivenBoard, Panel } from '../../../shared/contract/dashboards.ts'
import type { Readable, Writable } from '../../database/database.ts'

export interface StoredBoard extends Board {
  isDeleted: boolean
}

interface Row extends Omit<Board, 'panels'> {
  panels: string
  deletedAtMs: number | null
}

const select = `SELECT id, version, name, panels, changed_at_ms AS changedAtMs, changed_by AS changedBy, deleted_at_ms AS deletedAtMs
  FROM dashboard`
const storedOf = ({ panels, deletedAtMs, ...row }: Row): StoredBoard => ({
  ...row,
  panels: JSON.parse(panels) as Panel[],
  isDeleted: deletedAtMs !== null,
})

export const allBoards = (db: Readable): StoredBoard[] =>
  db.all<Row>(`${select} WHERE deleted_at_ms IS NULL ORDER BY name COLLATE NOCASE, id`).map(storedOf)

export const boardById = (db: Readable, id: string): StoredBoard | null => {
  const row = db.get<Row>(`${select} WHERE id = @id`, { id })
  return row ? storedOf(row) : null
}

interface Change {
  id: string
  atMs: number
  by: string
}

const paramsOf = ({ name, panels }: GivenBoard, { id, atMs, by }: Change) => ({ id, name, panels: JSON.stringify(panels), atMs, by })

export const insertBoard = (tx: Writable, given: GivenBoard, change: Change): void => {
  tx.run(
    'INSERT INTO dashboard (id, name, panels, changed_at_ms, changed_by) VALUES (@id, @name, @panels, @atMs, @by)',
    paramsOf(given, change),
  )
}

/** One that was deleted is there again. */
export const updateBoard = (tx: Writable, given: GivenBoard, change: Change): void => {
  tx.run(
    `UPDATE dashboard SET name = @name, panels = @panels, changed_at_ms = @atMs, changed_by = @by, deleted_at_ms = NULL,
       version = version + 1 WHERE id = @id`,
    paramsOf(given, change),
  )
}

export const markBoardDeleted = (tx: Writable, id: string, atMs: number): void => {
  tx.run('UPDATE dashboard SET deleted_at_ms = @atMs, version = version + 1 WHERE id = @id', { id, atMs })
}

export const dropBoardsDeletedBefore = (tx: Writable, atMs: number): void => {
  tx.run('DELETE FROM dashboard WHERE deleted_at_ms < @atMs', { atMs })
}
