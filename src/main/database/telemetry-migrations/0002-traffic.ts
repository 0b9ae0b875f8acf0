/** Requests that went through the guard, one by one and in totals, and how far the guard's batches are taken. */
import type { Migration } from '../migrations/migration.ts'

export const traffic: Migration = {
  id: 2,
  name: 'traffic',
  sql: `
-- names of routes, consumers, upstreams, targets, templates, methods, refusals: bounded by the policies there ever were.
-- 0 stands for null wherever a word is referred to.
CREATE TABLE traffic_word (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
) STRICT;

-- AUTOINCREMENT: pages go on by time and sequence, so none may be given twice.
CREATE TABLE traffic_request (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL,
  id BLOB NOT NULL, -- the 16 bytes of a UUID; it is found by the time in it
  took_us INTEGER NOT NULL,
  source TEXT NOT NULL, -- not a word: anybody can bring new ones
  method INTEGER NOT NULL,
  route INTEGER NOT NULL,
  template INTEGER NOT NULL,
  consumer INTEGER NOT NULL,
  key_id INTEGER NOT NULL,
  upstream INTEGER NOT NULL,
  target INTEGER NOT NULL,
  status INTEGER NOT NULL,
  refusal INTEGER NOT NULL,
  broken_off INTEGER NOT NULL,
  bytes_in INTEGER NOT NULL,
  bytes_out INTEGER NOT NULL,
  stage_names INTEGER NOT NULL,
  stage_us TEXT NOT NULL,
  upstream_us INTEGER,
  revision INTEGER NOT NULL,
  more TEXT -- JSON of what is mostly absent: reason, overlooked, query
) STRICT;
CREATE INDEX traffic_request_time ON traffic_request (at_ms); -- and the sequence, which every index ends with

-- all requests, also those without a record; steps of a minute and of an hour, so that a long period is few rows
CREATE TABLE traffic_total (
  step_ms INTEGER NOT NULL,
  from_ms INTEGER NOT NULL,
  route INTEGER NOT NULL,
  consumer INTEGER NOT NULL,
  upstream INTEGER NOT NULL,
  status_class INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  requests INTEGER NOT NULL,
  bytes_in INTEGER NOT NULL,
  bytes_out INTEGER NOT NULL,
  took TEXT NOT NULL, -- JSON pairs of bucket and count
  PRIMARY KEY (step_ms, from_ms, route, consumer, upstream, status_class, refused)
) STRICT, WITHOUT ROWID;

CREATE TABLE traffic_unrecorded (
  step_ms INTEGER NOT NULL,
  from_ms INTEGER NOT NULL,
  requests INTEGER NOT NULL,
  PRIMARY KEY (step_ms, from_ms)
) STRICT, WITHOUT ROWID;

-- the newest batch that was taken, and what of it is not in the series yet; written with them, so that nothing counts twice
CREATE TABLE traffic_taken (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  number INTEGER NOT NULL,
  second_ms INTEGER,
  pending TEXT NOT NULL
) STRICT;

CREATE TABLE traffic_size (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  bytes INTEGER NOT NULL
) STRICT;
`,
}
