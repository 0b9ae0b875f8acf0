/** Series, the moments written each second, and the blocks they are gathered into. */
import type { Migration } from '../migrations/migration.ts'

export const series: Migration = {
  id: 1,
  name: 'series',
  sql: `
CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  labels TEXT NOT NULL, -- canonical JSON
  unit TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('gauge', 'counter', 'histogram')),
  every_ms INTEGER NOT NULL,
  UNIQUE (name, labels)
) STRICT;

-- one row a moment and tier, with all series; two rows of one moment (a clock that stepped back) are merged by readers.
-- AUTOINCREMENT: rollups remember by sequence how far they came, so none may be given twice.
CREATE TABLE tick (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  tier INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE INDEX tick_order ON tick (tier); -- and the sequence, which every index ends with
CREATE INDEX tick_time ON tick (tier, at_ms);

CREATE TABLE block (
  tier INTEGER NOT NULL,
  series_id INTEGER NOT NULL REFERENCES series (id),
  from_ms INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE INDEX block_series ON block (tier, series_id, from_ms);
CREATE INDEX block_age ON block (tier, from_ms);

-- up to which sequence the ticks of a tier are in the next coarser one
CREATE TABLE rolled (
  tier INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL
) STRICT;
`,
}
