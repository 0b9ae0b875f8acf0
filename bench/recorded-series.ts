// Real series, recorded at one look a second on a busy Linux machine: what sizes are measured on.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SeriesKind } from '../src/shared/series.ts'
import type { Unit } from '../src/shared/contract/monitoring.ts'

export interface RecordedSeries {
  name: string
  unit: Unit
  kind: SeriesKind
  values: number[]
}

export const readRecorded = (): RecordedSeries[] =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'recorded-series.json'), 'utf8')) as RecordedSeries[]
