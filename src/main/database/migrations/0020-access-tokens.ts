/** Personal access tokens: what a user's own programs may ask of the REST interface. */
import type { Migration } from './migration.ts'

export const accessTokens: Migration = {
  id: 20,
  name: 'access-tokens',
  sql: `
CREATE TABLE access_token (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES user (id),
  name TEXT NOT NULL,
  prefix TEXT NOT NULL, -- its first characters, to know it by
  token_hash TEXT NOT NULL UNIQUE, -- SHA-256 in hexadecimal; the token is kept nowhere
  permissions TEXT NOT NULL, -- JSON; never more than the role allows at the moment of use
  created_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  last_used_at_ms INTEGER,
  last_used_from TEXT,
  revoked_at_ms INTEGER,
  revoked_by TEXT, -- name
  row_seal TEXT NOT NULL -- keyed hash of what it grants, hexadecimal: a row that another program wrote grants nothing
) STRICT;
CREATE INDEX access_token_of ON access_token (user_id);
`,
}
