/** What a provider said of an API key when it was last asked, and which reminders of an expiry were given. */
import type { Migration } from './migration.ts'

export const keyChecks: Migration = {
  id: 21,
  name: 'key-checks',
  sql: `
CREATE TABLE api_key_check (
  key_id TEXT PRIMARY KEY REFERENCES api_key (id),
  number INTEGER NOT NULL, -- of the version that was asked about
  result TEXT NOT NULL CHECK (result IN ('valid', 'refused', 'limited', 'unknown')),
  sentence TEXT NOT NULL,
  checked_at_ms INTEGER NOT NULL,
  checked_by TEXT NOT NULL -- name
) STRICT;
CREATE TABLE api_key_reminder (
  key_id TEXT NOT NULL REFERENCES api_key (id),
  expires_at_ms INTEGER NOT NULL, -- another expiry is another reminder
  days_before INTEGER NOT NULL,
  told_at_ms INTEGER NOT NULL,
  PRIMARY KEY (key_id, expires_at_ms, days_before)
) STRICT, WITHOUT ROWID;
`,
}
