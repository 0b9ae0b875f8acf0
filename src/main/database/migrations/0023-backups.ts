/** What is noted of backups: when each was last found good, when the last daily one was made, and a restore to be told of. */
import type { Migration } from './migration.ts'

export const backups: Migration = {
  id: 23,
  name: 'backups',
  sql: `
CREATE TABLE backup_check (
  name TEXT PRIMARY KEY, -- of the file
  verified_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE backup_daily (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  at_ms INTEGER NOT NULL
) STRICT;
-- written with a restore, told by the start that follows it
CREATE TABLE backup_restored (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  at_ms INTEGER NOT NULL,
  by_name TEXT NOT NULL,
  sentence TEXT NOT NULL
) STRICT;
`,
}
