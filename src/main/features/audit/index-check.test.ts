import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { outcomes, severities } from '../../../shared/contract/audit-filter.ts'
import { indexDirectory, indexVersion } from '../../database/log-index/index-schema.ts'
import { allTold, openTestAudit } from '../../test-kit/open-test-audit.ts'
import type { TestAuditOptions } from '../../test-kit/open-test-audit.ts'
import { bySystem } from '../../test-kit/open-test-database.ts'
import { foundBroken } from '../../test-kit/signed-log.ts'

const partSize = 40

/** Two sealed parts of 40 entries and one that grows, each of the sealings entered. */
const indexedLog = async (entering = true, options: TestAuditOptions = {}) => {
  const opened = openTestAudit({ partSize, ...options })
  for (let i = 0; i < 9; i++) {
    await opened.append(9, { severity: severities[i % 5]!, outcome: outcomes[i % 3]!, detail: { round: i, path: `/v1/things/${i}` } })
    await opened.database.append(
      {
        actor: { kind: 'user', id: `u${i}`, name: `User ${i}` },
        source: `10.0.0.${i}`,
        requestId: `00000000-0000-7000-8000-00000000000${i}`,
      },
      { action: 'thing.refused', message: 'Überall x', target: { kind: 'thing', id: null, name: 'T' }, threatClass: 'odd', count: i + 1 },
    )
    opened.clock.advance(1_200_000)
  }
  await opened.indexNow({ entering })
  opened.heads.signNow()
  const file = (first: number) => join(opened.directory, indexDirectory, `${String(first).padStart(12, '0')}.db`)
  /** Another program's hand in a part. */
  const edit = (first: number, ...statements: string[]) => {
    const other = new Sqlite(file(first))
    try {
      for (const sql of statements) other.exec(sql)
    } finally {
      other.close()
    }
  }
  return Object.assign(opened, { file, edit, sealed: file(1), other: file(41), growing: file(81) })
}

test('an index that is right is said to be, sealed parts and the one that grows', async () => {
  const opened = await indexedLog()
  const verdict = await opened.verify()
  expect(verdict).toMatchObject({ intact: true, integrity: { holds: true } })
  expect(verdict.integrity.sentence).toMatch(/^All \d+ entries, 1 to \d+, are as written, and so are the counters and the index\.$/)
  expect(opened.wrongParts).toEqual([])
})

test('progress goes through the index too, to its whole', async () => {
  const opened = await indexedLog()
  const told = await allTold(opened.audit.verify(bySystem))
  const index = told.filter((event) => event.kind === 'progress' && event.phase === 'index')
  expect(index.length).toBeGreaterThanOrEqual(3)
  expect(index.at(-1)).toMatchObject({ checked: told.find((event) => event.kind === 'verdict')?.verdict.checked })
})

test('a sealed part that was changed, cut or put in the place of another is found, named, and told to be made anew', async () => {
  const attacks: ((opened: Awaited<ReturnType<typeof indexedLog>>) => void)[] = [
    ({ edit }) => edit(1, 'UPDATE minute SET entries = entries + 1'),
    ({ edit }) => edit(1, "INSERT INTO term (term, rowid, terms) VALUES ('delete', 7, 'thing')"),
    ({ sealed }) => writeFileSync(sealed, readFileSync(sealed).subarray(0, 8192)),
    ({ sealed, other }) => copyFileSync(other, sealed),
    ({ sealed, growing }) => copyFileSync(growing, sealed),
    ({ sealed }) => writeFileSync(sealed, 'no database'),
    ({ edit }) => edit(1, 'VACUUM', `PRAGMA user_version = ${indexVersion}`, 'CREATE TABLE more (x)'),
  ]
  for (const attack of attacks) {
    const opened = await indexedLog()
    attack(opened)
    const broken = await foundBroken(opened)
    expect(broken, attack.toString()).toMatchObject({ kind: 'index-wrong', sequence: 1 })
    expect(broken.sentence).toMatch(
      /^The entries are intact, but the part 000000000001\.db of their index, over entries 1 to 40, (is|does|counts|cannot)/,
    )
    expect(opened.wrongParts).toEqual(['000000000001.db'])
  }
})

test.each([
  ['an entry taken out', "INSERT INTO term (term, rowid, terms) VALUES ('delete', 85, 'thing')"],
  ['an entry added', "INSERT INTO term (rowid, terms) VALUES (500, 'thing')"],
  ['a term added to an entry', "INSERT INTO term (rowid, terms) VALUES (85, 'planted')"],
  ['all terms gone', "INSERT INTO term (term) VALUES ('delete-all')"],
  [
    'a minute gone',
    'DELETE FROM minute WHERE rowid = (SELECT 1)'.replace('rowid = (SELECT 1)', 'minute = (SELECT min(minute) FROM minute)'),
  ],
  ['a minute that counts more', 'UPDATE minute SET events = events + 1'],
  ['a minute of nothing', 'INSERT INTO minute VALUES (0, 0, 1, 1, 81, 81)'],
  ['a minute elsewhere', 'UPDATE minute SET last_sequence = last_sequence + 1'],
  ['a tally gone', 'DELETE FROM tally WHERE dimension = 3'],
  ['a tally that counts less', 'UPDATE tally SET refused = refused + 1'],
  ['a tally of nothing', 'INSERT INTO tally VALUES (1, 0, 1, 1, 1, 0, 0)'],
  ['another log’s name', "UPDATE part SET installation_id = 'other'"],
  ['another place', 'UPDATE part SET first_sequence = 41'],
  ['another hash', "UPDATE part SET indexed_hash = 'ff'"],
  ['less said than is in', 'UPDATE part SET indexed_sequence = indexed_sequence - 1, indexed_hash = (SELECT indexed_hash FROM part)'],
  ['more said than is in', 'UPDATE part SET indexed_sequence = 120'],
  ['a view in the place of a table', 'ALTER TABLE minute RENAME TO old; CREATE VIEW minute AS SELECT * FROM old'],
  ['a claim to be finished', 'UPDATE part SET sealed = 1'],
  ['another configuration', "INSERT INTO term (term, rank) VALUES ('crisismerge', 5)"],
])('%s in the part that grows is found', async (_, sql) => {
  const opened = await indexedLog()
  opened.edit(81, sql)
  const broken = await foundBroken(opened)
  expect(broken).toMatchObject({ kind: 'index-wrong' })
  expect(broken.sentence).toContain('the part 000000000081.db of their index')
  expect(broken.sequence).toBeGreaterThanOrEqual(81)
})

test('a part that is gone is no break but is said, and one that is behind is neither', async () => {
  const opened = await indexedLog()
  rmSync(opened.sealed)
  const verdict = await opened.verify()
  expect(verdict).toMatchObject({ intact: true })
  expect(verdict.integrity.sentence).toContain('1 part of the index is missing and made anew.')
  await opened.indexNow()
  await opened.append(200)
  expect((await opened.verify()).integrity.sentence).toMatch(/are as written, and so are the counters and the index\.$/)
  rmSync(join(opened.directory, indexDirectory), { recursive: true })
  expect((await opened.verify()).integrity.sentence).toContain('2 parts of the index are missing and made anew.')
})

test('a part made anew is right, while it is made, and when it is sealed again', async () => {
  const opened = await indexedLog()
  rmSync(opened.sealed)
  await opened.indexNow({ steps: 1 })
  expect(await opened.verify()).toMatchObject({ intact: true })
  await opened.indexNow()
  expect(existsSync(opened.sealed)).toBe(true)
  expect((await opened.verify()).integrity.sentence).toMatch(/and so are the counters and the index\.$/)
})

test('sealed parts of which no entry tells are compared with the log', async () => {
  const opened = await indexedLog(false)
  expect(await opened.verify()).toMatchObject({ intact: true })
  opened.edit(41, 'UPDATE minute SET events = events + 1')
  expect(await foundBroken(opened)).toMatchObject({ kind: 'index-wrong', sequence: expect.any(Number) as number })
})

test('a right index over entries whose oldest were dropped is right', async () => {
  const opened = await indexedLog()
  opened.clock.advance(3_600_000 * 30)
  await opened.append(1)
  await opened.indexNow()
  const spans = opened.database.read((db) =>
    db.all<{ last: number }>('SELECT max(last_sequence) AS last FROM log_hour GROUP BY hour ORDER BY 1'),
  )
  const horizon = spans.map(({ last }) => last).find((last) => last > 85)!
  opened.heads.raiseHorizon(bySystem, horizon, 'age')
  opened.heads.dropBelowHorizon(1000)
  const verdict = await opened.verify()
  expect(verdict).toMatchObject({ intact: true, horizon: { sequence: horizon } })
  expect(verdict.integrity.sentence).toContain('and so are the counters and the index.')
  expect(verdict.completeness.sentence).toContain(
    `Entries up to ${horizon} were dropped by retention or left out of a restored backup, as that head says.`,
  )
  opened.edit(81, `UPDATE minute SET events = events + 1 WHERE last_sequence > ${horizon}`)
  expect(await foundBroken(opened)).toMatchObject({ kind: 'index-wrong' })
})

test('a clock that stepped back into an hour of which all was dropped makes no break of the part that grows', async () => {
  const opened = openTestAudit({ partSize: 400 })
  await opened.append(50)
  const droppedAtMs = opened.clock.now()
  opened.clock.advance(3_600_000 * 30)
  await opened.append(20)
  await opened.indexNow()
  opened.heads.raiseHorizon(bySystem, 50, 'age')
  opened.heads.dropBelowHorizon(1000)
  opened.clock.setNow(droppedAtMs - 20_000)
  await opened.append(20)
  await opened.indexNow()
  expect(await opened.verify()).toMatchObject({ intact: true, broken: null })
  const other = new Sqlite(join(opened.directory, indexDirectory, '000000000001.db'))
  other.exec('UPDATE minute SET last_sequence = last_sequence + 1 WHERE last_sequence > 50 AND first_sequence <= 50')
  other.close()
  expect(await foundBroken(opened)).toMatchObject({ kind: 'index-wrong' })
})

test('entries that retention drops while their part is compared make no break of it', async () => {
  let drop = () => {}
  const opened = await indexedLog(true, {
    wrapReader: (reader) => ({
      ...reader,
      run: async (name, input) => {
        const answer = await reader.run(
          name,
          typeof input === 'object' && input !== null && 'budgetMs' in input ? { ...input, budgetMs: -1 } : input,
        )
        if (name === 'audit.checkPart') drop()
        return answer
      },
    }),
  })
  opened.clock.advance(3_600_000 * 30)
  await opened.append(1)
  await opened.indexNow()
  const horizon = opened.database
    .read((db) => db.all<{ last: number }>('SELECT max(last_sequence) AS last FROM log_hour GROUP BY hour ORDER BY 1'))
    .map(({ last }) => last)
    .find((last) => last > 85)!
  drop = () => {
    drop = () => {}
    opened.heads.raiseHorizon(bySystem, horizon, 'size')
    opened.heads.dropBelowHorizon(1000)
  }
  const verdict = await opened.verify()
  expect(verdict).toMatchObject({ intact: true, broken: null })
  expect(opened.wrongParts).toEqual([])
})

const tables: Record<string, readonly string[]> = {
  minute: ['minute', 'severity', 'entries', 'events', 'first_sequence', 'last_sequence'],
  tally: ['dimension', 'hour', 'value', 'entries', 'events', 'refused', 'failed'],
  part: ['version', 'installation_id', 'first_sequence', 'indexed_sequence', 'indexed_hash', 'sealed'],
}
const pick = fc.nat({ max: 1000 })
const keyOf: Record<string, string> = { minute: 'minute, severity', tally: 'dimension, hour, value', part: 'only' }
const rowOf = (table: string, row: number) =>
  `(${keyOf[table]}) = (SELECT ${keyOf[table]} FROM ${table} LIMIT 1 OFFSET ${row} % (SELECT count(*) FROM ${table}))`
const edit = fc.oneof(
  fc
    .constantFrom(...Object.entries(tables).flatMap(([table, columns]) => columns.map((column) => [table, column] as const)))
    .chain(([table, column]) =>
      fc
        .tuple(pick, fc.oneof(fc.integer({ min: 0, max: 120 }).map(String), fc.constantFrom("''", "'ff'", '-1')))
        .map(([row, to]) => `UPDATE ${table} SET ${column} = ${to} WHERE ${rowOf(table, row)}`),
    ),
  fc.tuple(fc.constantFrom('minute', 'tally'), pick).map(([table, row]) => `DELETE FROM ${table} WHERE ${rowOf(table, row)}`),
  fc
    .tuple(pick, fc.constantFrom('thing', '!a1', 'zzz', 'happened'))
    .map(([row, term]) => `INSERT INTO term (rowid, terms) VALUES (${row % 130}, '${term}')`),
  fc
    .tuple(pick, fc.constantFrom('thing', '!a1', 'zzz', 'happened'))
    .map(([row, term]) => `INSERT INTO term (term, rowid, terms) VALUES ('delete', ${row % 130}, '${term}')`),
)

const dumpOf = (path: string): { held: string; sealed: unknown } => {
  const other = new Sqlite(path, { readonly: true })
  other.exec("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', 'term', 'instance')")
  const { sealed, ...part } = other.prepare<[], Record<string, unknown>>('SELECT * FROM part').get()!
  const held = JSON.stringify([
    part,
    ...['minute', 'tally'].map((table) => other.prepare(`SELECT * FROM ${table} ORDER BY 1, 2, 3`).all()),
    other.prepare('SELECT term, doc FROM temp.vocabulary').all(),
  ])
  other.close()
  return { held, sealed }
}

test('whatever is changed in the index is found, and nothing else ever is', async () => {
  const template = await indexedLog()
  await template.database.close()
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(1, 41, 81), fc.array(edit, { minLength: 1, maxLength: 3 }), async (first, statements) => {
      const path = template.file(first)
      const before = readFileSync(path)
      const { held } = dumpOf(path)
      const other = new Sqlite(path)
      for (const sql of statements) {
        try {
          other.exec(sql)
        } catch {
          // SQLite itself refuses what its types and constraints do not allow.
        }
      }
      other.pragma('wal_checkpoint(TRUNCATE)')
      other.close()
      // A full part that does not say it is sealed is one that is made anew: right where it holds what it should.
      const now = dumpOf(path)
      const isSealed = first !== 81 && now.sealed !== 0
      const touched = isSealed ? !readFileSync(path).equals(before) : now.held !== held || (first === 81 && now.sealed !== 0)
      await template.restart()
      try {
        const verdict = await template.verify()
        expect(verdict.intact, `${verdict.sentence} ${statements.join('; ')}`).toBe(!touched)
      } finally {
        await template.database.close()
        for (const side of ['-wal', '-shm']) rmSync(path + side, { force: true })
        writeFileSync(path, before)
      }
    }),
    { numRuns: 60 },
  )
})
