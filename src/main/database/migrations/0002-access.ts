/** Users, their backup codes, sessions, and the failures that slow guessing down. */
import type { Migration } from './migration.ts'

export const access: Migration = {
  id: 2,
  name: 'access',
  sql: `
CREATE TABLE user (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE, -- folded: see name-key.ts
  role TEXT NOT NULL CHECK (role IN ('admin', 'operator', 'viewer')),
  password_hash TEXT NOT NULL,
  password_changed_at_ms INTEGER NOT NULL,
  mfa_secret BLOB, -- sealed by the vault, bound to id and mfa_version; null until enrolled
  mfa_version INTEGER NOT NULL DEFAULT 0,
  mfa_enrolled_at_ms INTEGER,
  last_code_step INTEGER NOT NULL DEFAULT 0, -- no code of this step of TOTP or an earlier one is accepted again
  backup_codes_issued_at_ms INTEGER,
  disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
  created_at_ms INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE backup_code (
  user_id TEXT NOT NULL REFERENCES user (id),
  position INTEGER NOT NULL,
  mac BLOB NOT NULL,
  used_at_ms INTEGER,
  PRIMARY KEY (user_id, position)
) STRICT;

CREATE TABLE session (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES user (id),
  token_hash TEXT NOT NULL UNIQUE, -- SHA-256 in hexadecimal; the token is kept nowhere
  device TEXT NOT NULL,
  address TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  last_input_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  locked_at_ms INTEGER,
  locked_why TEXT CHECK (locked_why IN ('idle', 'user', 'screen', 'suspend')),
  stepped_up_until_ms INTEGER,
  ended_at_ms INTEGER, -- an ended session stays 30 days, so that its window can be told why
  ended_why TEXT CHECK (ended_why IN ('expired', 'revoked', 'signed-out'))
) STRICT;
CREATE INDEX session_live ON session (user_id) WHERE ended_at_ms IS NULL;
CREATE INDEX session_ended ON session (ended_at_ms) WHERE ended_at_ms IS NOT NULL;

CREATE TABLE sign_in_failure (
  name_hash TEXT PRIMARY KEY, -- of the folded name, known or not
  of_user INTEGER NOT NULL CHECK (of_user IN (0, 1)), -- unknown names are forgotten first
  failures INTEGER NOT NULL,
  locks INTEGER NOT NULL,
  last_at_ms INTEGER NOT NULL,
  locked_until_ms INTEGER
) STRICT;
CREATE INDEX sign_in_failure_oldest ON sign_in_failure (of_user, last_at_ms);
`,
}
