/** SQL of the series: which there are, and the id of each. */
import type { Readable, Writable } from '../../database/database.ts'
import { canonicalLabels } from '../../../shared/series.ts'
import type { Labels, SeriesKind, SeriesSpec } from '../../../shared/series.ts'
import type { Unit } from '../../../shared/contract/monitoring.ts'

export interface StoredSeries extends SeriesSpec {
  id: number
}

interface Row {
  id: number
  name: string
  labels: string
  unit: Unit
  kind: SeriesKind
  everyMs: number
}

const storedOf = (row: Row): StoredSeries => ({ ...row, labels: JSON.parse(row.labels) as Labels })

export const allSeries = (db: Readable): StoredSeries[] =>
  db
    .all<Row>('/* metrics series */ SELECT id, name, labels, unit, kind, every_ms AS everyMs FROM series ORDER BY name, labels')
    .map(storedOf)

export const seriesNamed = (db: Readable, name: string): StoredSeries[] =>
  db
    .all<Row>(
      '/* metrics series by name */ SELECT id, name, labels, unit, kind, every_ms AS everyMs FROM series WHERE name = @name ORDER BY labels',
      { name },
    )
    .map(storedOf)

/** The id of the series; a new one where there is none yet. Its pace is that of the newest spec. */
export const keepSeries = (tx: Writable, { name, labels, unit, kind, everyMs }: SeriesSpec): number =>
  tx.get<{ id: number }>(
    `/* metrics keep series */ INSERT INTO series (name, labels, unit, kind, every_ms) VALUES (@name, @labels, @unit, @kind, @everyMs)
     ON CONFLICT (name, labels) DO UPDATE SET every_ms = @everyMs RETURNING id`,
    { name, labels: canonicalLabels(labels), unit, kind, everyMs },
  )!.id
