/** The installation and the log: entries, their words, hourly counters, horizon and signed heads. */
import type { Migration } from './migration.ts'

/** Refuses a change in place, and a row that is not above all others: with INSERT OR REPLACE one could be rewritten. */
const appendOnly = (table: string, key: string): string => `
CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
CREATE TRIGGER ${table}_only_above BEFORE INSERT ON ${table} WHEN NEW.${key} <= (SELECT coalesce(max(${key}), 0) FROM ${table})
BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`
const neverDeleted = (table: string): string => `
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`
/** Refuses a row that REPLACE would put in the place of another; \`same\` compares NEW with it. */
const neverReplaced = (table: string, same: string): string => `
CREATE TRIGGER ${table}_no_replace BEFORE INSERT ON ${table} WHEN EXISTS (SELECT 1 FROM ${table} WHERE ${same})
BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`

export const log: Migration = {
  id: 1,
  name: 'log',
  sql: `
CREATE TABLE installation (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  id TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL
) STRICT;
CREATE TRIGGER installation_no_update BEFORE UPDATE ON installation BEGIN SELECT RAISE(ABORT, 'the installation keeps its id'); END;
${neverReplaced('installation', 'TRUE')}${neverDeleted('installation')}

-- repeated words, so that an entry holds small integers; the hash covers the words themselves
CREATE TABLE log_text (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE log_actor (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  reference TEXT NOT NULL, -- the actor's id, or empty
  name TEXT NOT NULL,
  UNIQUE (kind, reference, name)
) STRICT;
${appendOnly('log_text', 'id')}${neverReplaced('log_text', 'text = NEW.text')}${neverDeleted('log_text')}
${appendOnly('log_actor', 'id')}${neverReplaced('log_actor', 'kind = NEW.kind AND reference = NEW.reference AND name = NEW.name')}${neverDeleted('log_actor')}

CREATE TABLE log_entry (
  sequence INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  severity INTEGER NOT NULL CHECK (severity BETWEEN 0 AND 4),
  outcome INTEGER NOT NULL CHECK (outcome BETWEEN 0 AND 2),
  action INTEGER NOT NULL REFERENCES log_text (id),
  actor INTEGER NOT NULL REFERENCES log_actor (id),
  source INTEGER NOT NULL REFERENCES log_text (id),
  target_kind INTEGER REFERENCES log_text (id),
  target_id TEXT,
  target_name TEXT,
  threat_class INTEGER REFERENCES log_text (id),
  request_id BLOB,
  count INTEGER NOT NULL CHECK (count >= 1),
  message TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
-- no time in any index: the sequence, which every index ends with, is the order
CREATE INDEX log_entry_actor ON log_entry (actor);
CREATE INDEX log_entry_action ON log_entry (action);
CREATE INDEX log_entry_source ON log_entry (source);
CREATE INDEX log_entry_severity ON log_entry (severity) WHERE severity > 0;
CREATE INDEX log_entry_outcome ON log_entry (outcome) WHERE outcome > 0;
CREATE INDEX log_entry_threat_class ON log_entry (threat_class) WHERE threat_class IS NOT NULL;
CREATE INDEX log_entry_request ON log_entry (request_id) WHERE request_id IS NOT NULL;

-- everything at or below the horizon has been dropped by retention; it only rises
CREATE TABLE log_horizon (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  sequence INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;
INSERT INTO log_horizon VALUES (1, 0, '${'0'.repeat(64)}');
CREATE TRIGGER log_horizon_rises BEFORE UPDATE ON log_horizon WHEN NEW.sequence <= OLD.sequence BEGIN SELECT RAISE(ABORT, 'the horizon only rises'); END;
${neverReplaced('log_horizon', 'TRUE')}${neverDeleted('log_horizon')}
${appendOnly('log_entry', 'sequence')}
CREATE TRIGGER log_entry_above_horizon BEFORE INSERT ON log_entry WHEN NEW.sequence <= (SELECT sequence FROM log_horizon)
BEGIN SELECT RAISE(ABORT, 'log_entry is append-only'); END;
CREATE TRIGGER log_entry_no_delete BEFORE DELETE ON log_entry WHEN OLD.sequence > (SELECT sequence FROM log_horizon)
BEGIN SELECT RAISE(ABORT, 'log_entry is append-only'); END;

-- counts by hour and severity: from times to sequences, and for statistics
CREATE TABLE log_hour (
  hour INTEGER NOT NULL, -- UTC ms of its beginning
  severity INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  events INTEGER NOT NULL, -- the sum of count
  first_sequence INTEGER NOT NULL,
  last_sequence INTEGER NOT NULL,
  PRIMARY KEY (hour, severity)
) STRICT;
-- a counter goes up by one entry at a time, and never goes
CREATE TRIGGER log_hour_counts_up BEFORE UPDATE ON log_hour
WHEN NEW.hour <> OLD.hour OR NEW.severity <> OLD.severity OR NEW.first_sequence <> OLD.first_sequence
  OR NEW.entries <> OLD.entries + 1 OR NEW.events <= OLD.events OR NEW.last_sequence <= OLD.last_sequence
BEGIN SELECT RAISE(ABORT, 'log_hour only counts up'); END;
${neverReplaced('log_hour', 'hour = NEW.hour AND severity = NEW.severity')}${neverDeleted('log_hour')}

CREATE TABLE log_key (
  id TEXT PRIMARY KEY, -- first 16 hex digits of the public key's SHA-256
  public_key BLOB NOT NULL,
  sealed_private_key BLOB NOT NULL,
  created_at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE log_head (
  sequence INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  hash TEXT NOT NULL,
  horizon_sequence INTEGER NOT NULL,
  horizon_hash TEXT NOT NULL,
  key_id TEXT NOT NULL,
  signature BLOB NOT NULL
) STRICT;
${appendOnly('log_head', 'sequence')}${neverDeleted('log_head')}
CREATE TRIGGER log_key_no_update BEFORE UPDATE OF id, public_key ON log_key BEGIN SELECT RAISE(ABORT, 'a signing key is never replaced'); END;
${neverReplaced('log_key', 'id = NEW.id')}${neverDeleted('log_key')}
`,
}
