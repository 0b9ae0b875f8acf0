/** Service level objectives: what was promised of the guarded service. */
import type { Migration } from './migration.ts'

export const objectives: Migration = {
  id: 14,
  name: 'objectives',
  sql: `
CREATE TABLE objective (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  indicator TEXT NOT NULL, -- JSON
  target_percent REAL NOT NULL CHECK (target_percent BETWEEN 50 AND 99.999),
  period_days INTEGER NOT NULL,
  rule_id TEXT, -- the alert rule of its burn rate
  created_at_ms INTEGER NOT NULL
) STRICT;
`,
}
