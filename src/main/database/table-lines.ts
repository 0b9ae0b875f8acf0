/** How tables are told as lines of JSON, one row a line, and read again. The form is told in docs/backup-format.md. */
import type { SqlValue } from './database.ts'

/** Before the rows of a table. */
export interface TableLine {
  table: string
  columns: string[]
}
/** After the last row of the last table. */
export interface EndLine {
  rows: number
}
/** A blob in base64, or a number that JSON does not know. */
type Cell = string | number | null | { blob: string } | { number: 'Infinity' | '-Infinity' }

const cellOf = (value: SqlValue): Cell => {
  if (value instanceof Uint8Array) return { blob: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') }
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'number' && !Number.isFinite(value)) return { number: value > 0 ? 'Infinity' : '-Infinity' }
  return value
}

export const rowLine = (values: readonly SqlValue[]): string => JSON.stringify(values.map(cellOf))

/** Throws where it is no cell. */
export const valueOf = (cell: unknown): SqlValue => {
  if (cell === null || typeof cell === 'string' || typeof cell === 'number') return cell
  if (typeof cell === 'object' && 'blob' in cell && typeof cell.blob === 'string') return Buffer.from(cell.blob, 'base64')
  if (typeof cell === 'object' && 'number' in cell) return cell.number === '-Infinity' ? -Infinity : Infinity
  throw new Error('This is no cell of a row.')
}
