/** Rows of silences. */
import type { Silence } from '../../../shared/contract/alerts.ts'
import type { Readable, Writable } from '../../database/database.ts'

interface Row extends Omit<Silence, 'match'> {
  match: string
}

const select =
  'SELECT id, version, match, sentence, from_ms AS fromMs, until_ms AS untilMs, reason, created_by AS createdBy FROM alert_silence'
const silenceOf = (row: Row): Silence => ({ ...row, match: JSON.parse(row.match) as Silence['match'] })

/** Running and to come. */
export const silencesAfter = (db: Readable, atMs: number): Silence[] =>
  db.all<Row>(`/* silences */ ${select} WHERE until_ms > @atMs ORDER BY from_ms, id`, { atMs }).map(silenceOf)

export const silenceById = (db: Readable, id: string): Silence | null => {
  const row = db.get<Row>(`/* silence */ ${select} WHERE id = @id`, { id })
  return row ? silenceOf(row) : null
}

export const insertSilence = (tx: Writable, { match, version: _, ...silence }: Silence, forgetBeforeMs: number): void => {
  tx.run('DELETE FROM alert_silence WHERE until_ms < @forgetBeforeMs', { forgetBeforeMs })
  tx.run(
    `INSERT INTO alert_silence (id, match, sentence, from_ms, until_ms, reason, created_by)
     VALUES (@id, @match, @sentence, @fromMs, @untilMs, @reason, @createdBy)`,
    { ...silence, match: JSON.stringify(match) },
  )
}

/** False where it was changed meanwhile. */
export const endSilence = (tx: Writable, { id, version }: { id: string; version: number }, atMs: number): boolean =>
  tx.run('UPDATE alert_silence SET until_ms = @atMs, version = version + 1 WHERE id = @id AND version = @version AND until_ms > @atMs', {
    id,
    version,
    atMs,
  }).changes === 1
