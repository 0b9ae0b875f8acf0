/** The guard's policy by revision, whether it shall run, keys that were revoked, and how far its events are in the log. */
import type { Migration } from './migration.ts'

export const guard: Migration = {
  id: 11,
  name: 'guard',
  sql: `
CREATE TABLE guard_policy (
  revision INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  actor_name TEXT NOT NULL,
  sentences TEXT NOT NULL, -- JSON: what was changed
  policy BLOB NOT NULL -- gzip of JSON, whole
) STRICT;

CREATE TABLE guard_run (
  one INTEGER PRIMARY KEY DEFAULT 1 CHECK (one = 1),
  wanted INTEGER NOT NULL CHECK (wanted IN (0, 1)),
  batch INTEGER NOT NULL -- the newest batch of the guard of which the events are in the log
) STRICT;
INSERT INTO guard_run (one, wanted, batch) VALUES (1, 0, 0);

-- an earlier policy that is served by again does not bring them back
CREATE TABLE guard_revoked_key (
  key_id TEXT PRIMARY KEY,
  revoked_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
}
