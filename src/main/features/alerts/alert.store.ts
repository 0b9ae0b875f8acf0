/** Rows of alerts and of how each went. */
import { severities } from '../../../shared/contract/audit-filter.ts'
import type { Alert } from '../../../shared/contract/alerts.ts'
import type { Unit } from '../../../shared/contract/monitoring.ts'
import type { Note, Readable, SqlParams, Writable } from '../../database/database.ts'
import { defineNote } from '../../database/notes.ts'

interface Row {
  id: string
  version: number
  ruleId: string
  ruleName: string
  severity: number
  group: string
  labels: string
  seriesLabels: string
  sentence: string
  startedAtMs: number
  firedAtMs: number
  resolvedAtMs: number | null
  value: number | null
  worst: number | null
  threshold: number | null
  unit: Unit | null
  holds: number
  overMs: number
  unknownMs: number
  acknowledgedBy: string | null
  acknowledgedAtMs: number | null
  acknowledgedNote: string | null
  silencedBy: string | null
  summary: string
  runbookUrl: string | null
  selectors: string
}

/** How far it is on its way to be over; see judge.ts. */
export interface Progress {
  holds: boolean
  overMs: number
  unknownMs: number
}
export interface FiringAlert extends Progress {
  alert: Alert
  /** Canonical: of the series alone. */
  seriesLabels: string
}

const select = `SELECT id, version, rule_id AS ruleId, rule_name AS ruleName, severity, "group", labels, series_labels AS seriesLabels, sentence,
  started_at_ms AS startedAtMs, fired_at_ms AS firedAtMs, resolved_at_ms AS resolvedAtMs, value, worst, threshold, unit, holds, over_ms AS overMs,
  unknown_ms AS unknownMs, acknowledged_by AS acknowledgedBy, acknowledged_at_ms AS acknowledgedAtMs, acknowledged_note AS acknowledgedNote,
  silenced_by AS silencedBy, summary, runbook_url AS runbookUrl, selectors FROM alert`

const alertOf = (row: Row): Alert => ({
  id: row.id,
  version: row.version,
  ruleId: row.ruleId,
  ruleName: row.ruleName,
  severity: severities[row.severity] ?? 'critical',
  group: row.group,
  labels: JSON.parse(row.labels) as Alert['labels'],
  sentence: row.sentence,
  state: row.resolvedAtMs === null ? 'firing' : 'resolved',
  startedAtMs: row.startedAtMs,
  firedAtMs: row.firedAtMs,
  resolvedAtMs: row.resolvedAtMs,
  value: row.value,
  worst: row.worst,
  threshold: row.threshold,
  unit: row.unit,
  acknowledged:
    row.acknowledgedBy === null
      ? null
      : { by: row.acknowledgedBy, atMs: row.acknowledgedAtMs ?? row.firedAtMs, note: row.acknowledgedNote ?? '' },
  silencedBy: row.silencedBy,
  summary: row.summary,
  runbookUrl: row.runbookUrl,
  selectors: JSON.parse(row.selectors) as Alert['selectors'],
})

export const alertById = (db: Readable, id: string): Alert | null => {
  const row = db.get<Row>(`/* alert */ ${select} WHERE id = @id`, { id })
  return row ? alertOf(row) : null
}

/** All that fire, oldest first. */
export const firingAlerts = (db: Readable): FiringAlert[] =>
  db.all<Row>(`/* alerts firing */ ${select} WHERE resolved_at_ms IS NULL ORDER BY id`).map((row) => ({
    alert: alertOf(row),
    seriesLabels: row.seriesLabels,
    holds: row.holds === 1,
    overMs: row.overMs,
    unknownMs: row.unknownMs,
  }))

export const firingOf = (db: Readable, ruleId: string): Alert[] =>
  db
    .all<Row>(`/* alerts firing of rule */ ${select} WHERE rule_id = @ruleId AND resolved_at_ms IS NULL ORDER BY id`, { ruleId })
    .map(alertOf)

/** Over, the newest first, from below `before`. */
export const resolvedAlerts = (db: Readable, of: { ruleId: string | null; before: string | null; limit: number }): Alert[] => {
  const { ruleId, before, limit } = of
  return db
    .all<Row>(
      `/* alerts resolved */ ${select} WHERE resolved_at_ms IS NOT NULL ${before === null ? '' : 'AND id < @before'} ${ruleId === null ? '' : 'AND rule_id = @ruleId'}
       ORDER BY id DESC LIMIT @limit`,
      { limit, ...(before === null ? {} : { before }), ...(ruleId === null ? {} : { ruleId }) },
    )
    .map(alertOf)
}

export const insertAlert = (tx: Writable, alert: Alert, seriesLabels: string): void => {
  tx.run(
    `INSERT INTO alert (id, rule_id, rule_name, severity, "group", labels, series_labels, sentence, started_at_ms, fired_at_ms, value, worst, threshold,
     unit, silenced_by, summary, runbook_url, selectors)
     VALUES (@id, @ruleId, @ruleName, @severity, @group, @labels, @seriesLabels, @sentence, @startedAtMs, @firedAtMs, @value, @worst, @threshold,
     @unit, @silencedBy, @summary, @runbookUrl, @selectors)`,
    {
      id: alert.id,
      ruleId: alert.ruleId,
      ruleName: alert.ruleName,
      severity: severities.indexOf(alert.severity),
      group: alert.group,
      labels: JSON.stringify(alert.labels),
      seriesLabels,
      sentence: alert.sentence,
      startedAtMs: alert.startedAtMs,
      firedAtMs: alert.firedAtMs ?? alert.startedAtMs,
      value: alert.value,
      worst: alert.worst,
      threshold: alert.threshold,
      unit: alert.unit,
      silencedBy: alert.silencedBy,
      summary: alert.summary,
      runbookUrl: alert.runbookUrl,
      selectors: JSON.stringify(alert.selectors),
    },
  )
}

/** False where it is over already. */
export const setResolved = (tx: Writable, alert: Pick<Alert, 'id' | 'value' | 'worst'>, atMs: number): boolean =>
  tx.run(
    'UPDATE alert SET resolved_at_ms = @atMs, value = @value, worst = @worst, version = version + 1 WHERE id = @id AND resolved_at_ms IS NULL',
    { id: alert.id, value: alert.value, worst: alert.worst, atMs },
  ).changes === 1

export const setSilencedBy = (tx: Writable, id: string, silenceId: string | null): boolean =>
  tx.run('UPDATE alert SET silenced_by = @silenceId, version = version + 1 WHERE id = @id AND resolved_at_ms IS NULL', { id, silenceId })
    .changes === 1

export const setAcknowledged = (tx: Writable, id: string, acknowledged: Alert['acknowledged']): void => {
  tx.run(
    `UPDATE alert SET acknowledged_by = @by, acknowledged_at_ms = @atMs, acknowledged_note = @note, version = version + 1
     WHERE id = @id AND resolved_at_ms IS NULL`,
    { id, by: acknowledged?.by ?? null, atMs: acknowledged?.atMs ?? null, note: acknowledged?.note ?? null },
  )
}

export interface CourseStep {
  atMs: number
  word: string
  by: string | null
  sentence: string
}

export const addToCourse = (tx: Writable, alertId: string, { atMs, word, by, sentence }: CourseStep): void => {
  tx.run('INSERT INTO alert_course (alert_id, at_ms, word, by, sentence) VALUES (@alertId, @atMs, @word, @by, @sentence)', {
    alertId,
    atMs,
    word,
    by,
    sentence,
  })
}

const mostSteps = 500

export const courseOf = (db: Readable, alertId: string): CourseStep[] =>
  db.all<CourseStep>(
    `/* alert course */ SELECT at_ms AS atMs, word, by, sentence FROM alert_course WHERE alert_id = @alertId ORDER BY rowid LIMIT ${mostSteps}`,
    { alertId },
  )

/** Beyond the newest `kept` that are over, at most `limit` go. */
export const trimResolved = (tx: Writable, kept: number, limit: number): void => {
  const gone = tx.all<{ id: string }>('SELECT id FROM alert WHERE resolved_at_ms IS NOT NULL ORDER BY id DESC LIMIT @limit OFFSET @kept', {
    kept,
    limit,
  })
  for (const { id } of gone) {
    tx.run('DELETE FROM alert_course WHERE alert_id = @id', { id })
    tx.run('DELETE FROM alert WHERE id = @id', { id })
  }
}

export interface PendingAlert {
  alert: Alert
  heldMs: number
}

export const pendingAlerts = (db: Readable): (PendingAlert & { seriesLabels: string })[] =>
  db
    .all<{ heldMs: number; alert: string }>('/* alerts pending */ SELECT held_ms AS heldMs, alert FROM alert_pending ORDER BY alert_id')
    .map(({ heldMs, alert }) => ({ heldMs, ...(JSON.parse(alert) as { alert: Alert; seriesLabels: string }) }))

const pended = defineNote(
  'alert_pending',
  'INSERT OR REPLACE INTO alert_pending (alert_id, rule_id, held_ms, alert) VALUES (@id, @ruleId, @heldMs, @alert)',
)
const dropped = defineNote('alert_pending', 'DELETE FROM alert_pending WHERE alert_id = @id')
const progressed = defineNote(
  'alert',
  'UPDATE alert SET value = @value, worst = @worst, holds = @holds, over_ms = @overMs, unknown_ms = @unknownMs WHERE id = @id',
)

export type Noted = [Note, SqlParams]

export const notePending = (alert: Alert, seriesLabels: string, heldMs: number): Noted => [
  pended,
  { id: alert.id, ruleId: alert.ruleId, heldMs: Math.round(heldMs), alert: JSON.stringify({ alert, seriesLabels }) },
]
export const noteDropped = (alertId: string): Noted => [dropped, { id: alertId }]
export const noteProgress = ({ id, value, worst }: Alert, { holds, overMs, unknownMs }: Progress): Noted => [
  progressed,
  { id, value, worst, holds: holds ? 1 : 0, overMs: Math.round(overMs), unknownMs: Math.round(unknownMs) },
]
