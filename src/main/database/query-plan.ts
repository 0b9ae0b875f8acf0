/** How SQLite would run a statement: its plan, taken without running it. Parameters count as NULL. */
import type { Connection } from './connection.ts'

export interface PlanLine {
  id: number
  /** 0: of no other line. */
  parent: number
  detail: string
}

/** Not in the published types: an EXPLAIN that needs no values for its parameters. */
interface Explains {
  explain(source: string): PlanLine[]
}

/** Throws SQLite's error where the statement cannot be prepared on this connection. */
export const planOf = (connection: Connection, sql: string): PlanLine[] =>
  (connection as unknown as Explains).explain(`QUERY PLAN ${sql}`).map(({ id, parent, detail }) => ({ id, parent, detail }))
