import { expect, test } from 'vitest'
import { candidatesOf, parametersOf, tablesNamedIn } from './statement-words.ts'

const visit = { name: 'visit', columns: ['id', 'person', 'at_ms', 'page'], rowid: 'id' }

test('tables are found where rows come from, not where a column or a text has their name', () => {
  const tables = ['visit', 'person', 'page']
  expect(tablesNamedIn("SELECT page FROM visit v WHERE person = 'from page' -- from person", tables)).toEqual(['visit'])
  expect(tablesNamedIn('SELECT 1 FROM visit AS v, person p', tables)).toEqual(['visit', 'person'])
  expect(tablesNamedIn('UPDATE page SET a = (SELECT b FROM visit)', tables)).toEqual(['visit', 'page'])
})

test('columns by which rows are chosen or put in order are candidates, alone and together; those only shown are not', () => {
  const sql = 'SELECT page FROM visit WHERE person = @person ORDER BY at_ms'
  expect(candidatesOf(sql, [visit]).map(({ columns }) => columns.join(' '))).toEqual(['person', 'at_ms', 'person at_ms', 'at_ms person'])
  expect(candidatesOf('SELECT page FROM visit', [visit])).toEqual([])
  // An index holds the rowid anyway.
  expect(candidatesOf('SELECT page FROM visit ORDER BY id', [visit])).toEqual([])
})

test('a parameter is known by the column that it stands against', () => {
  const sql = `SELECT * FROM visit v WHERE v.person = @who AND @since <= v.at_ms AND page IN (SELECT value FROM json_each(@pages))
    AND id > @other + 1 AND @loose LIMIT @limit OFFSET @offset`
  expect(Object.fromEntries(parametersOf(sql, [visit]).named)).toEqual({
    who: { kind: 'column', table: 'visit', column: 'person' },
    since: { kind: 'column', table: 'visit', column: 'at_ms' },
    pages: { kind: 'list', table: 'visit', column: 'page' },
    other: { kind: 'column', table: 'visit', column: 'id' },
    loose: { kind: 'unknown' },
    limit: { kind: 'limit' },
    offset: { kind: 'offset' },
  })
  expect(parametersOf('INSERT INTO visit VALUES (?, ?)', [visit])).toEqual({ named: new Map(), unnamed: 2 })
})
