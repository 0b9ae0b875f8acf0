/** What a provider said of an API key when it was last asked, and which reminders of an expiry were given. */
import type { Migration } from './migration.ts'

export const keyChecks: Migration = {
  id: 21,
  name: 'key-checks',
  sql: `
ALTER TABLE api_key ADD COLUMN check_url TEXT; -- https: who is asked about a key of a provider without an address of its own
ALTER TABLE api_key ADD COLUMN check_url_seal TEXT; -- a MAC over key and address: another program cannot choose where a key is sent
CREATE TABLE api_key_check (
  key_id TEXT PRIMARY KEY REFERENCES api_key (id),
  number INTEGER NOT NULL, -- of the version that was asked about
  result TEXT NOT NULL CHECK (result IN ('valid', 'refused', 'limited', 'unknown')),
  sentence TEXT NOT NULL,
  checked_at_ms INTEGER NOT NULL,
  checked_by TEXT NOT NULL, -- name
  known_result TEXT CHECK (known_result IN ('valid', 'refused')), -- what was last certain of this version
  known_at_ms INTEGER
) STRICT;
CREATE TABLE api_key_reminder (
  key_id TEXT NOT NULL REFERENCES api_key (id),
  expires_at_ms INTEGER NOT NULL, -- another expiry is another reminder
  days_before INTEGER NOT NULL, -- 0: it has expired
  told_at_ms INTEGER NOT NULL,
  dismissed_at_ms INTEGER, -- the bell shows it no more
  PRIMARY KEY (key_id, expires_at_ms, days_before)
) STRICT, WITHOUT ROWID;
`,
}
