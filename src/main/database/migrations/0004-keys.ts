/** The master key in force with the data key it wraps, key slots, the recovery key, and what lies in the keychain. */
import type { Migration } from './migration.ts'

export const keys: Migration = {
  id: 4,
  name: 'keys',
  sql: `
-- which master key is in force and where it lies; the key itself is never here.
-- One row: whatever replaces it replaces it whole, so there is never a mix of old and new.
CREATE TABLE master_key (
  singleton INTEGER PRIMARY KEY DEFAULT 1 CHECK (singleton = 1),
  id TEXT NOT NULL,
  place TEXT NOT NULL CHECK (place IN ('keychain', 'file', 'environment', 'slots')),
  created_at_ms INTEGER NOT NULL,
  data_key_id TEXT NOT NULL,
  wrapped_data_key BLOB NOT NULL, -- sealed under this master key
  sealed_mac_key BLOB NOT NULL, -- sealed under the data key; keyed hashes outlive a rotation by it
  data_key_created_at_ms INTEGER NOT NULL
) STRICT;
-- the master key wrapped for one user, where nothing outside the database holds it
CREATE TABLE key_slot (
  user_id TEXT NOT NULL,
  master_key_id TEXT NOT NULL,
  salt BLOB NOT NULL,
  wrapped_master_key BLOB NOT NULL,
  created_at_ms INTEGER NOT NULL,
  PRIMARY KEY (user_id, master_key_id)
) STRICT;
CREATE TRIGGER key_slot_last_stays BEFORE DELETE ON key_slot
WHEN EXISTS (SELECT 1 FROM master_key WHERE id = OLD.master_key_id AND place = 'slots')
  AND (SELECT count(*) FROM key_slot WHERE master_key_id = OLD.master_key_id) = 1
BEGIN SELECT RAISE(ABORT, 'the last key slot is not removed: nobody could open the vault'); END;
-- the public half of the recovery key, and the master key in force wrapped for it
CREATE TABLE recovery_key (
  singleton INTEGER PRIMARY KEY DEFAULT 1 CHECK (singleton = 1),
  id TEXT NOT NULL,
  public_key BLOB NOT NULL,
  mac BLOB NOT NULL, -- made with the vault's keys: nobody else's public key is ever served
  master_key_id TEXT NOT NULL,
  wrapped_master_key BLOB NOT NULL,
  created_at_ms INTEGER NOT NULL
) STRICT;
-- noted before the keychain is written, struck out after it was removed there: what is here and not in force is a leftover
CREATE TABLE keychain_entry (
  master_key_id TEXT PRIMARY KEY
) STRICT;
`,
}
