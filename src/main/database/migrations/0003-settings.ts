/** Run-time values of settings, and every change of them. */
import type { Migration } from './migration.ts'

export const settings: Migration = {
  id: 3,
  name: 'settings',
  sql: `
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT, -- JSON; null after a reset, so that the version goes on counting
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE setting_change (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  key TEXT NOT NULL,
  from_value TEXT, -- JSON; null: no run-time value
  to_value TEXT,
  actor_name TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX setting_change_key ON setting_change (key);
CREATE TRIGGER setting_change_no_update BEFORE UPDATE ON setting_change BEGIN SELECT RAISE(ABORT, 'setting_change is append-only'); END;
CREATE TRIGGER setting_change_no_delete BEFORE DELETE ON setting_change BEGIN SELECT RAISE(ABORT, 'setting_change is append-only'); END;
CREATE TRIGGER setting_change_only_above BEFORE INSERT ON setting_change WHEN NEW.sequence <= (SELECT coalesce(max(sequence), 0) FROM setting_change)
BEGIN SELECT RAISE(ABORT, 'setting_change is append-only'); END;
`,
}
