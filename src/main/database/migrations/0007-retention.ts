/** Retention: what lies at or below the horizon may go, hours and signed heads too; everything else is refused as before. */
import type { Migration } from './migration.ts'

export const retention: Migration = {
  id: 7,
  name: 'retention',
  sql: `
ALTER TABLE log_horizon ADD COLUMN raised_at_ms INTEGER; -- null: never
-- the oldest hours are looked for by it, and it never changes
CREATE INDEX log_hour_first_sequence ON log_hour (first_sequence);

DROP TRIGGER log_hour_no_delete;
CREATE TRIGGER log_hour_no_delete BEFORE DELETE ON log_hour WHEN OLD.last_sequence > (SELECT sequence FROM log_horizon)
BEGIN SELECT RAISE(ABORT, 'log_hour is append-only'); END;

-- the newest head says where the log begins, so it stays
DROP TRIGGER log_head_no_delete;
CREATE TRIGGER log_head_no_delete BEFORE DELETE ON log_head
WHEN OLD.sequence > (SELECT sequence FROM log_horizon) OR OLD.sequence = (SELECT max(sequence) FROM log_head)
BEGIN SELECT RAISE(ABORT, 'log_head is append-only'); END;
`,
}
