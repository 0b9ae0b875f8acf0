/** API keys: what is known of each, its versions with their sealed text, and how often it was used on a day. */
import type { Migration } from './migration.ts'

export const vault: Migration = {
  id: 5,
  name: 'vault',
  sql: `
CREATE TABLE api_key (
  id TEXT PRIMARY KEY,
  provider TEXT NOT NULL,
  label TEXT NOT NULL,
  label_key TEXT NOT NULL, -- folded, to find labels that read the same
  tags TEXT NOT NULL, -- JSON
  expires_at_ms INTEGER,
  current_number INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  last_used_at_ms INTEGER,
  revoked_at_ms INTEGER,
  deleted_at_ms INTEGER,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX api_key_label ON api_key (label_key);
CREATE INDEX api_key_deleted ON api_key (deleted_at_ms) WHERE deleted_at_ms IS NOT NULL;

CREATE TABLE api_key_version (
  key_id TEXT NOT NULL REFERENCES api_key (id),
  number INTEGER NOT NULL,
  sealed BLOB, -- by the vault, bound to key and number; null once destroyed
  hint TEXT NOT NULL,
  fingerprint BLOB NOT NULL, -- keyed hash, to find the same text without opening
  stored_at_ms INTEGER NOT NULL,
  stored_by TEXT NOT NULL,
  overlap_until_ms INTEGER, -- replaced, and valid until then
  replaced_at_ms INTEGER,
  revoked_at_ms INTEGER,
  PRIMARY KEY (key_id, number)
) STRICT;
CREATE INDEX api_key_version_fingerprint ON api_key_version (fingerprint);
CREATE INDEX api_key_version_overlap ON api_key_version (overlap_until_ms) WHERE overlap_until_ms IS NOT NULL AND sealed IS NOT NULL;

CREATE TABLE api_key_use (
  key_id TEXT NOT NULL REFERENCES api_key (id),
  day_ms INTEGER NOT NULL, -- UTC midnight
  uses INTEGER NOT NULL,
  PRIMARY KEY (key_id, day_ms)
) STRICT, WITHOUT ROWID;
`,
}
