// How fast the log is exported in each of its formats, and in how much memory.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { exportFormats } from '../src/shared/contract/audit-export.ts'
import type { ExportedAlone } from './export-alone.ts'
import type { Figure } from './figure.ts'
import type { BenchLog } from './open-bench-log.ts'

const program = join(import.meta.dirname, 'export-alone.ts')

/** The newest `rows` entries, each format in a process of its own: one that did other things before holds memory already. */
export const measureExporting = async ({ databasePath, audit }: BenchLog, rows: number): Promise<Figure[]> => {
  const until = audit.size().lastSequence
  const after = Math.max(0, until - rows)
  const rates: Figure[] = []
  let megabytes = 0
  for (const format of exportFormats) {
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program, databasePath, format, `${after}`, `${until}`])
    const told = JSON.parse(stdout) as ExportedAlone
    rates.push({ name: `export.rate.${format}`, value: told.rowsPerSecond, unit: 'rows/s', goal: { atLeast: 100_000 } })
    megabytes = Math.max(megabytes, told.megabytes)
  }
  const slowest = Math.min(...rates.map(({ value }) => value))
  return [
    { name: 'export.rate', value: slowest, unit: 'rows/s', goal: { atLeast: 100_000 } },
    ...rates,
    { name: 'export.memory', value: megabytes, unit: 'MB', goal: { atMost: 150 } },
  ]
}
