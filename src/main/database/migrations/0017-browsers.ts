/** What the guard learnt of browsers: what a policy of contents stopped on each route, and what really goes out on it. */
import type { Migration } from './migration.ts'

export const browsers: Migration = {
  id: 17,
  name: 'browsers',
  sql: `
CREATE TABLE content_report (
  route TEXT NOT NULL,
  directive TEXT NOT NULL,
  blocked TEXT NOT NULL, -- an origin or a word: no address of a page, nothing of a person
  count INTEGER NOT NULL,
  first_at_ms INTEGER NOT NULL,
  last_at_ms INTEGER NOT NULL,
  PRIMARY KEY (route, directive, blocked)
) STRICT, WITHOUT ROWID;

CREATE TABLE seen_answer (
  route TEXT NOT NULL,
  html INTEGER NOT NULL CHECK (html IN (0, 1)),
  at_ms INTEGER NOT NULL,
  answer TEXT NOT NULL, -- JSON: headers for browsers, flags of cookies
  PRIMARY KEY (route, html)
) STRICT, WITHOUT ROWID;
`,
}
