/** Master keys by id, key slots and the wrapped data key. */
import type { Migration } from './migration.ts'

export const keys: Migration = {
  id: 4,
  name: 'keys',
  sql: `
-- which master key is in force and where it lies; the key itself is never here
CREATE TABLE master_key (
  id TEXT PRIMARY KEY,
  place TEXT NOT NULL CHECK (place IN ('keychain', 'file', 'environment', 'slots')),
  -- the data key, sealed under this master key
  wrapped_data_key BLOB NOT NULL,
  created_at_ms INTEGER NOT NULL
) STRICT;
-- the master key wrapped for one user, where no keychain holds it
CREATE TABLE key_slot (
  user_id TEXT NOT NULL,
  master_key_id TEXT NOT NULL REFERENCES master_key (id),
  salt BLOB NOT NULL,
  wrapped_master_key BLOB NOT NULL,
  created_at_ms INTEGER NOT NULL,
  PRIMARY KEY (user_id, master_key_id)
) STRICT;
`,
}
