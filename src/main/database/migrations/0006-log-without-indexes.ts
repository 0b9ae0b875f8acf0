/** The log's indexes leave its database for files of their own (decision 0011); a counter may go up by several entries at once. */
import type { Migration } from './migration.ts'

export const logWithoutIndexes: Migration = {
  id: 6,
  name: 'log without indexes',
  sql: `
DROP INDEX log_entry_actor;
DROP INDEX log_entry_action;
DROP INDEX log_entry_source;
DROP INDEX log_entry_severity;
DROP INDEX log_entry_outcome;
DROP INDEX log_entry_threat_class;
DROP INDEX log_entry_request;

DROP TRIGGER log_hour_counts_up;
-- a counter goes up with each commit of entries, and never goes
CREATE TRIGGER log_hour_counts_up BEFORE UPDATE ON log_hour
WHEN NEW.hour <> OLD.hour OR NEW.severity <> OLD.severity OR NEW.first_sequence <> OLD.first_sequence
  OR NEW.entries <= OLD.entries OR NEW.events <= OLD.events OR NEW.last_sequence <= OLD.last_sequence
  OR NEW.events - OLD.events < NEW.entries - OLD.entries
  OR NEW.last_sequence - OLD.last_sequence < NEW.entries - OLD.entries
BEGIN SELECT RAISE(ABORT, 'log_hour only counts up'); END;

-- sealed parts of the index, so that one put in by somebody else is known at once; what proves them are the entries log.index-sealed
CREATE TABLE log_index_part (file TEXT PRIMARY KEY, sha256 TEXT NOT NULL) STRICT;
`,
}
