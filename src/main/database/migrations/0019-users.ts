/** Several users: who may open the vault, the seal of each user's row, when they were last seen, and codes of one use that let people in. */
import type { Migration } from './migration.ts'

export const users: Migration = {
  id: 19,
  name: 'users',
  sql: `
ALTER TABLE user ADD COLUMN opens_vault INTEGER NOT NULL DEFAULT 0 CHECK (opens_vault IN (0, 1)); -- has a key slot where the master key lies in slots
ALTER TABLE user ADD COLUMN row_seal TEXT; -- keyed hash of what decides over their rights, hexadecimal; null until the vault was open once
ALTER TABLE user ADD COLUMN last_seen_at_ms INTEGER;
ALTER TABLE session ADD COLUMN seal TEXT; -- keyed hash of whose token it is and until when; null: from before, which ends at the next open vault
UPDATE user SET opens_vault = 1 WHERE role = 'admin' OR id IN (SELECT user_id FROM key_slot);
UPDATE user SET last_seen_at_ms = (SELECT max(last_input_at_ms) FROM session WHERE session.user_id = user.id);

-- a code of one use: for somebody new, or to choose a new password
CREATE TABLE invitation (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('invite', 'password-reset')),
  user_id TEXT REFERENCES user (id), -- null for somebody new
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  role TEXT CHECK (role IN ('admin', 'operator', 'viewer')), -- null for a reset
  opens_vault INTEGER NOT NULL DEFAULT 0 CHECK (opens_vault IN (0, 1)),
  code_hash TEXT NOT NULL UNIQUE, -- SHA-256 in hexadecimal; the code is kept nowhere
  made_by TEXT NOT NULL, -- name
  created_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  ended_at_ms INTEGER,
  ended_why TEXT CHECK (ended_why IN ('used', 'withdrawn')),
  seal TEXT NOT NULL -- keyed hash of whom it lets in and as what
) STRICT;
CREATE UNIQUE INDEX invitation_open ON invitation (name_key) WHERE ended_at_ms IS NULL;
`,
}
