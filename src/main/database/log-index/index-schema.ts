/**
 * One part of the log's index: a file of its own in `log-index/`, named by the first entry it covers, of which one after
 * the other holds `partEntries` entries. It is made from the log by a worker, soon after the entries are committed, and
 * can be made anew at any time. A part that is full is sealed: it never changes again, and the log holds its SHA-256.
 */

export const indexDirectory = 'log-index'
/** Part n covers the sequences n × partEntries + 1 … (n + 1) × partEntries. */
export const partEntries = 262_144
/** A part of another version is made anew. */
export const indexVersion = 2

/** `size`: entries a part; tests take less. */
export const partNumberOf = (sequence: number, size = partEntries): number => Math.floor((sequence - 1) / size)
export const firstSequenceOf = (part: number, size = partEntries): number => part * size + 1
export const lastSequenceOf = (part: number, size = partEntries): number => (part + 1) * size
export const partFileOf = (part: number, size = partEntries): string => `${String(firstSequenceOf(part, size)).padStart(12, '0')}.db`
/** Null where a file's name is not that of a part. */
export const partNumberOfFile = (name: string, size = partEntries): number | null => {
  const first = /^(\d{12,16})\.db$/.exec(name)?.[1]
  if (first === undefined) return null
  const number = partNumberOf(Number(first), size)
  return partFileOf(number, size) === name ? number : null
}

/** Dimensions of `tally`. */
export const dimensions = { action: 1, actor: 2, source: 3, threatClass: 4 } as const
export type Dimension = keyof typeof dimensions
/** So many values of one dimension are told apart in an hour of a part; those beyond are counted together as value 0. */
export const mostValuesAnHour = 200

/** Every sign that a term may hold besides letters and digits; none of them ever stands in a piece of text. */
export const termSigns = '!'

export const indexSchema = `
CREATE TABLE part (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  version INTEGER NOT NULL,
  installation_id TEXT NOT NULL,
  first_sequence INTEGER NOT NULL,
  indexed_sequence INTEGER NOT NULL, -- entries up to this one are in
  indexed_hash TEXT NOT NULL, -- that entry's hash: it stands for the whole log before it
  sealed INTEGER NOT NULL -- 1: full, optimised, never written again
) STRICT;
-- rowid: the entry's sequence; terms as entry-terms.ts makes them; no text is kept
CREATE VIRTUAL TABLE term USING fts5(terms, content='', columnsize=0, detail=none, tokenize="ascii tokenchars '${termSigns}'");
-- what terms there are: of the beginning of a word, those that begin so; holds nothing itself
CREATE VIRTUAL TABLE word USING fts5vocab(term, instance);
-- a segment is written before what it gathers outgrows the processor's cache; a part holds some 70, merged once, by its sealing
INSERT INTO term (term, rank) VALUES ('hashsize', 1048576), ('automerge', 0), ('crisismerge', 160);
-- from moments to sequences, and bars: one row a minute and severity
CREATE TABLE minute (
  minute INTEGER NOT NULL, -- UTC ms of its beginning
  severity INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  events INTEGER NOT NULL,
  first_sequence INTEGER NOT NULL,
  last_sequence INTEGER NOT NULL,
  PRIMARY KEY (minute, severity)
) STRICT, WITHOUT ROWID;
-- how often each value occurs in an hour; value 0: those beyond the ${mostValuesAnHour} that are told apart
CREATE TABLE tally (
  dimension INTEGER NOT NULL,
  hour INTEGER NOT NULL, -- UTC ms of its beginning
  value INTEGER NOT NULL, -- id in log_text or log_actor
  entries INTEGER NOT NULL,
  events INTEGER NOT NULL,
  refused INTEGER NOT NULL, -- events with the outcome refused
  failed INTEGER NOT NULL,
  PRIMARY KEY (dimension, hour, value)
) STRICT, WITHOUT ROWID;
`
