/** Alert rules, what they found, how each alert went, and silences. */
import type { Migration } from './migration.ts'

export const alerts: Migration = {
  id: 12,
  name: 'alerts',
  sql: `
CREATE TABLE alert_rule (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  built_in TEXT UNIQUE, -- the key of the rule that came with the product
  definition TEXT, -- JSON; null: as it came with the product
  deleted_at_ms INTEGER,
  last_fired_at_ms INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO alert_rule (id, version, built_in) VALUES
  ('0199a000-0000-7000-8000-000000000001', 1, 'processor'),
  ('0199a000-0000-7000-8000-000000000002', 1, 'memory'),
  ('0199a000-0000-7000-8000-000000000003', 1, 'disk'),
  ('0199a000-0000-7000-8000-000000000004', 1, 'response-time'),
  ('0199a000-0000-7000-8000-000000000005', 1, 'errors');

-- what may become an alert: it has no entry in the log before it fires
CREATE TABLE alert_pending (
  alert_id TEXT PRIMARY KEY,
  rule_id TEXT NOT NULL,
  held_ms INTEGER NOT NULL,
  alert TEXT NOT NULL -- JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE alert (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  rule_id TEXT NOT NULL,
  rule_name TEXT NOT NULL,
  severity INTEGER NOT NULL,
  "group" TEXT NOT NULL,
  labels TEXT NOT NULL, -- JSON: of the series, and those that the rule adds
  series_labels TEXT NOT NULL, -- canonical JSON: of the series alone
  sentence TEXT NOT NULL,
  started_at_ms INTEGER NOT NULL,
  fired_at_ms INTEGER NOT NULL,
  resolved_at_ms INTEGER,
  value REAL,
  worst REAL,
  threshold REAL,
  unit TEXT,
  holds INTEGER NOT NULL DEFAULT 1,
  over_ms INTEGER NOT NULL DEFAULT 0, -- observed since it holds no more
  unknown_ms INTEGER NOT NULL DEFAULT 0, -- observed since nothing was measured
  acknowledged_by TEXT,
  acknowledged_at_ms INTEGER,
  acknowledged_note TEXT,
  silenced_by TEXT,
  summary TEXT NOT NULL,
  runbook_url TEXT,
  selectors TEXT NOT NULL -- JSON
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_open ON alert (rule_id) WHERE resolved_at_ms IS NULL;
CREATE INDEX alert_rule_id ON alert (rule_id, id);

CREATE TABLE alert_course (
  alert_id TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  word TEXT NOT NULL,
  by TEXT,
  sentence TEXT NOT NULL
) STRICT;
CREATE INDEX alert_course_of ON alert_course (alert_id);

CREATE TABLE alert_silence (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  match TEXT NOT NULL, -- JSON
  sentence TEXT NOT NULL,
  from_ms INTEGER NOT NULL,
  until_ms INTEGER NOT NULL,
  reason TEXT NOT NULL,
  created_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_silence_until ON alert_silence (until_ms);
`,
}
