/** Dashboards, each with its panels as they were put together. */
import type { Migration } from './migration.ts'

export const dashboards: Migration = {
  id: 16,
  name: 'dashboards',
  sql: `
CREATE TABLE dashboard (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  name TEXT NOT NULL,
  panels TEXT NOT NULL, -- JSON
  changed_at_ms INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  deleted_at_ms INTEGER -- null: there
) STRICT;
`,
}
