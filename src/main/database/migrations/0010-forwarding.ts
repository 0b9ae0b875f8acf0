/** Where the log is sent on to, and how far each destination is. */
import type { Migration } from './migration.ts'

export const forwarding: Migration = {
  id: 10,
  name: 'forwarding',
  sql: `
CREATE TABLE forwarding_destination (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE, -- folded, so that no two names read the same
  target TEXT NOT NULL, -- JSON, without secrets
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  least_severity INTEGER NOT NULL CHECK (least_severity BETWEEN 0 AND 4),
  sealed_secret BLOB, -- by the vault, bound to id and secret_version
  secret_version INTEGER NOT NULL DEFAULT 0, -- the version of the row that the secret came with
  created_at_ms INTEGER NOT NULL
) STRICT;

-- bookkeeping: the log itself is the outbox, and this is how far it was read
CREATE TABLE forwarding_progress (
  destination_id TEXT PRIMARY KEY REFERENCES forwarding_destination (id) ON DELETE CASCADE,
  position INTEGER NOT NULL, -- the newest entry sent, or passed over
  head_sequence INTEGER NOT NULL, -- the newest signed head sent
  sending_until INTEGER, -- the end of a batch on its way, so that it is sent again as it was; null where none is
  sending_head INTEGER, -- the head that goes with it; 0 where none does
  delivered INTEGER NOT NULL DEFAULT 0,
  lost INTEGER NOT NULL DEFAULT 0,
  last_delivered_at_ms INTEGER
) STRICT;
`,
}
