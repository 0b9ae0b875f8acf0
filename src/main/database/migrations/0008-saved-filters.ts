/** Filters of the log that users keep under a name of their own. */
import type { Migration } from './migration.ts'

export const savedFilters: Migration = {
  id: 8,
  name: 'saved-filters',
  sql: `
CREATE TABLE saved_filter (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL, -- folded: one user has no two names that differ in case alone
  query TEXT NOT NULL,
  UNIQUE (user_id, name_key)
) STRICT;
`,
}
