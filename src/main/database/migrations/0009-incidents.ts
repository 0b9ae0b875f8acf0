/** Incidents, the notes people write on them, what may become one, and how far the log has been watched. */
import type { Migration } from './migration.ts'

export const incidents: Migration = {
  id: 9,
  name: 'incidents',
  sql: `
CREATE TABLE incident (
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  version INTEGER NOT NULL DEFAULT 1, -- counts what people did; its counters rise without it
  closed_at_ms INTEGER, -- null: open
  assignee_id TEXT,
  assignee_name TEXT,
  key TEXT NOT NULL, -- what, and of whom or from where
  what TEXT NOT NULL,
  title TEXT NOT NULL,
  action TEXT NOT NULL, -- of its first entry
  threat_class TEXT,
  source TEXT NOT NULL,
  severity INTEGER NOT NULL CHECK (severity BETWEEN 0 AND 4),
  first_at_ms INTEGER NOT NULL,
  last_at_ms INTEGER NOT NULL,
  first_sequence INTEGER NOT NULL,
  last_sequence INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  events INTEGER NOT NULL,
  newest TEXT NOT NULL -- JSON: sequences of its newest entries
) STRICT;
CREATE INDEX incident_open ON incident (what, last_at_ms) WHERE closed_at_ms IS NULL;
CREATE INDEX incident_open_number ON incident (number) WHERE closed_at_ms IS NULL;
CREATE INDEX incident_closed_number ON incident (number) WHERE closed_at_ms IS NOT NULL;

CREATE TABLE incident_note (
  id TEXT PRIMARY KEY,
  incident_id TEXT NOT NULL REFERENCES incident (id),
  at_ms INTEGER NOT NULL,
  author TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX incident_note_incident ON incident_note (incident_id);

-- entries that are an incident only if more of their kind follow
CREATE TABLE incident_gathering (
  key TEXT PRIMARY KEY,
  what TEXT NOT NULL,
  last_at_ms INTEGER NOT NULL,
  cluster TEXT NOT NULL -- JSON
) STRICT;
CREATE INDEX incident_gathering_what ON incident_gathering (what);
CREATE INDEX incident_gathering_last ON incident_gathering (last_at_ms);

CREATE TABLE incident_watch (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  sequence INTEGER NOT NULL, -- entries up to this one have been grouped
  level TEXT NOT NULL,
  level_since_ms INTEGER NOT NULL
) STRICT;
-- what was entered before incidents were known is history, not news
INSERT INTO incident_watch VALUES (1, (SELECT coalesce(max(sequence), 0) FROM log_entry), 'normal', 0);
`,
}
