/** Rows of dismissed advice. */
import type { Readable, Writable } from '../../database/database.ts'

export interface DismissedRow {
  id: string
  title: string
  reason: string
  by: string
  atMs: number
  badness: number
}

export const dismissedAdvice = (db: Readable): DismissedRow[] =>
  db.all<DismissedRow>('SELECT id, title, reason, by_name AS by, at_ms AS atMs, badness FROM dismissed_advice ORDER BY at_ms DESC')

export const putDismissed = (tx: Writable, { id, title, reason, by, atMs, badness }: DismissedRow): void => {
  tx.run(
    `INSERT INTO dismissed_advice (id, title, reason, by_name, at_ms, badness) VALUES (@id, @title, @reason, @by, @atMs, @badness)
     ON CONFLICT (id) DO UPDATE SET title = excluded.title, reason = excluded.reason, by_name = excluded.by_name,
       at_ms = excluded.at_ms, badness = excluded.badness`,
    { id, title, reason, by, atMs, badness },
  )
}

/** What it was; undefined where it was not dismissed. */
export const removeDismissed = (tx: Writable, id: string): { title: string } | undefined =>
  tx.get<{ title: string }>('DELETE FROM dismissed_advice WHERE id = @id RETURNING title', { id })
