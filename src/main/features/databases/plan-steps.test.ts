import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { planOf } from '../../database/query-plan.ts'
import { burdenOf, planSteps } from './plan-steps.ts'

const stepsOf = (sql: string) => {
  const connection = new Sqlite(':memory:')
  onTestFinished(() => void connection.close())
  connection.exec('CREATE TABLE visit (id INTEGER PRIMARY KEY, person TEXT, at_ms INTEGER) STRICT; CREATE INDEX by_time ON visit (at_ms)')
  return planSteps(planOf(connection, sql))
}
const marksOf = (sql: string) => stepsOf(sql).map(({ mark }) => mark)

test('a scan and a temporary b-tree of a real plan are marked, with what they mean in words', () => {
  expect(stepsOf('SELECT * FROM visit v WHERE person = @person ORDER BY id % 2')).toEqual([
    { depth: 0, detail: 'SCAN v', mark: 'scan', words: 'Reads every row of v.' },
    {
      depth: 0,
      detail: 'USE TEMP B-TREE FOR ORDER BY',
      mark: 'sort',
      words: 'Puts all that it found in order before it gives the first row.',
    },
  ])
})

test.each([
  ['a search by key is not marked', 'SELECT * FROM visit WHERE id = ?', [null]],
  ['an index read from end to end is told from a table that is', 'SELECT * FROM visit ORDER BY at_ms', ['index-scan']],
  ['grouping without an index is marked', 'SELECT person, count(*) FROM visit GROUP BY person', ['scan', 'sort']],
  [
    'an index made for one run is marked',
    'SELECT 1 FROM visit a JOIN (SELECT DISTINCT person, at_ms FROM visit) b ON b.person = a.person',
    expect.arrayContaining(['automatic-index']),
  ],
  ['a write is explained, too', 'DELETE FROM visit WHERE person = ?', ['scan']],
])('%s', (_name, sql, marks) => {
  expect(marksOf(sql)).toEqual(marks)
})

test('what a query makes itself is no table that it scans, and no burden', () => {
  const steps = stepsOf('WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @max) SELECT max(i) FROM n')
  expect(steps.map(({ depth }) => Math.max(depth, 0))).toContain(2)
  expect(burdenOf(steps)).toBe(0)
})

test('to put in order weighs less than to read a whole table', () => {
  expect(burdenOf(stepsOf('SELECT * FROM visit ORDER BY at_ms'))).toBeLessThan(burdenOf(stepsOf('SELECT * FROM visit ORDER BY person')))
})
