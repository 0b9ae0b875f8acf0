/** SQL of what browsers reported of each route, and of what was seen to go out. Bookkeeping: it grants nothing. */
import type { KeptReport } from '../../../shared/contract/browsers.ts'
import type { Readable, Writable } from '../../database/database.ts'
import { defineNote } from '../../database/notes.ts'

export const reportsOf = (db: Readable, route: string): KeptReport[] =>
  db.all<KeptReport>(
    `SELECT directive, blocked, count, first_at_ms AS firstAtMs, last_at_ms AS lastAtMs FROM content_report
     WHERE route = @route ORDER BY count DESC, directive, blocked`,
    { route },
  )

export const noteReport = defineNote(
  'content_report',
  `INSERT INTO content_report (route, directive, blocked, count, first_at_ms, last_at_ms)
   VALUES (@route, @directive, @blocked, @count, @atMs, @atMs)
   ON CONFLICT (route, directive, blocked) DO UPDATE SET count = count + @count, last_at_ms = @atMs`,
)
/** Anybody may invent reports: those that came once and long ago go first. */
export const noteFewerReports = defineNote(
  'content_report',
  `DELETE FROM content_report WHERE last_at_ms < @beforeMs OR (route, directive, blocked) IN (
     SELECT route, directive, blocked FROM (
       SELECT route, directive, blocked, row_number() OVER (PARTITION BY route ORDER BY count DESC, last_at_ms DESC) AS place FROM content_report)
     WHERE place > @kept)`,
)

export const answersOf = (db: Readable, route: string): string[] =>
  db
    .all<{ answer: string }>('SELECT answer FROM seen_answer WHERE route = @route ORDER BY html DESC', { route })
    .map(({ answer }) => answer)
export const allAnswers = (db: Readable): string[] =>
  db.all<{ answer: string }>('SELECT answer FROM seen_answer ORDER BY route, html DESC').map(({ answer }) => answer)

export const noteAnswer = defineNote(
  'seen_answer',
  'INSERT OR REPLACE INTO seen_answer (route, html, at_ms, answer) VALUES (@route, @html, @atMs, @answer)',
)

export const forgetReports = (tx: Writable, route: string): void => {
  tx.run('DELETE FROM content_report WHERE route = @route', { route })
}
