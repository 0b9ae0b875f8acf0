/** Advice that somebody decided not to hear again. */
import type { Migration } from './migration.ts'

export const advice: Migration = {
  id: 15,
  name: 'advice',
  sql: `
CREATE TABLE dismissed_advice (
  id TEXT PRIMARY KEY, -- the rule and what it is about
  title TEXT NOT NULL,
  reason TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  badness REAL NOT NULL -- as it was then
) STRICT;
`,
}
