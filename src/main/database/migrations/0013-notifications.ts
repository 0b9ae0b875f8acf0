/** Whom alerts reach, what they were told, and the outbox of messages with the fate of each. */
import type { Migration } from './migration.ts'

export const notifications: Migration = {
  id: 13,
  name: 'notifications',
  sql: `
CREATE TABLE contact_point (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE, -- folded, so that no two names read the same
  given TEXT NOT NULL, -- JSON of channel and rules, without secrets
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  sealed_secret BLOB, -- by the vault, bound to id and secret_version
  secret_version INTEGER NOT NULL DEFAULT 0, -- the version of the row that the secret came with
  created_at_ms INTEGER NOT NULL
) STRICT;

-- Alerts reach somebody from the first day on.
INSERT INTO contact_point (id, version, name, name_key, given, enabled, created_at_ms)
VALUES ('019ab2c0-0000-7000-8000-000000000001', 1, 'This computer', 'this computer', '{"channel":{"kind":"desktop"}}', 1, 0);

CREATE TABLE contact_point_progress (
  contact_point_id TEXT PRIMARY KEY,
  last_delivered_at_ms INTEGER,
  failing_since_ms INTEGER, -- null while it goes well
  problem TEXT
) STRICT;

-- Open alerts as they were last told of, and resolved ones until everybody knows.
CREATE TABLE notification_alert (
  alert_id TEXT PRIMARY KEY,
  group_name TEXT NOT NULL,
  severity INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('firing', 'acknowledged', 'silenced', 'resolved')),
  since_ms INTEGER NOT NULL, -- from when on somebody is to be told
  changed_at_ms INTEGER NOT NULL,
  alert TEXT NOT NULL -- JSON
) STRICT;
CREATE INDEX notification_alert_group ON notification_alert (group_name);

-- The life of a group at a contact point, from its first message to the resolved one; its id is the dedup key.
CREATE TABLE notification_thread (
  id TEXT PRIMARY KEY,
  contact_point_id TEXT NOT NULL,
  group_name TEXT NOT NULL,
  last_told_at_ms INTEGER NOT NULL,
  worst INTEGER NOT NULL,
  acknowledged INTEGER NOT NULL CHECK (acknowledged IN (0, 1)), -- it was told that somebody took it up
  told TEXT NOT NULL, -- JSON: ids of alerts, each with the since_ms that was told
  UNIQUE (contact_point_id, group_name)
) STRICT;

CREATE TABLE notification_delivery (
  id TEXT PRIMARY KEY, -- grows with time
  contact_point_id TEXT NOT NULL,
  contact_point_name TEXT NOT NULL,
  thread_id TEXT NOT NULL,
  group_name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('firing', 'update', 'repeat', 'acknowledged', 'resolved')),
  title TEXT NOT NULL,
  severity INTEGER NOT NULL,
  message TEXT NOT NULL, -- JSON
  state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed', 'dropped')),
  attempts INTEGER NOT NULL DEFAULT 0,
  sentence TEXT NOT NULL DEFAULT '',
  created_at_ms INTEGER NOT NULL,
  waits_since_ms INTEGER NOT NULL, -- given up a day after this
  next_try_at_ms INTEGER,
  delivered_at_ms INTEGER
) STRICT;
CREATE INDEX notification_delivery_waiting ON notification_delivery (contact_point_id, id) WHERE state = 'waiting';
CREATE INDEX notification_delivery_of_contact_point ON notification_delivery (contact_point_id, id);

CREATE TABLE notification_delivery_alert (
  alert_id TEXT NOT NULL,
  delivery_id TEXT NOT NULL REFERENCES notification_delivery (id) ON DELETE CASCADE,
  PRIMARY KEY (alert_id, delivery_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX notification_delivery_alert_delivery ON notification_delivery_alert (delivery_id);
`,
}
