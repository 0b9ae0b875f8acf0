import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { actorKinds, outcomes, severities } from '../../../shared/contract/audit-filter.ts'
import { verdictSchema } from '../../../shared/contract/audit.ts'
import { openTestAudit } from '../../test-kit/open-test-audit.ts'
import { makeTestDirectory } from '../../test-kit/open-test-database.ts'

const columns: Record<string, readonly string[]> = {
  log_entry: [
    'sequence',
    'at_ms',
    'severity',
    'outcome',
    'action',
    'actor',
    'source',
    'target_kind',
    'target_id',
    'target_name',
    'threat_class',
    'request_id',
    'count',
    'message',
    'detail',
    'hash',
  ],
  log_text: ['id', 'text'],
  log_actor: ['id', 'kind', 'reference', 'name'],
  log_hour: ['hour', 'severity', 'entries', 'events', 'first_sequence', 'last_sequence'],
  log_head: ['sequence', 'at_ms', 'hash', 'horizon_sequence', 'horizon_hash', 'key_id', 'signature'],
  log_horizon: ['sequence', 'hash'],
}

const value: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('NULL', "''", "x''", '0', '1', '-1', '9223372036854775807', '-9223372036854775808'),
  fc.integer({ min: 0, max: 40 }).map(String),
  fc.string({ maxLength: 5 }).map((text) => `'${text.replaceAll("'", "''").replaceAll('\0', '')}'`),
  fc.uint8Array({ minLength: 16, maxLength: 32 }).map((bytes) => `x'${Buffer.from(bytes).toString('hex')}'`),
)
const pick = fc.nat({ max: 1000 })

/** One to three statements of an intruder, by table, row and column. */
const statement = fc.oneof(
  fc
    .constantFrom(...Object.entries(columns).flatMap(([table, names]) => names.map((name) => [table, name] as const)))
    .chain(([table, column]) =>
      fc
        .tuple(pick, value)
        .map(
          ([row, to]) =>
            `UPDATE ${table} SET ${column} = ${to} WHERE rowid = (SELECT rowid FROM ${table} LIMIT 1 OFFSET ${row} % (SELECT count(*) FROM ${table}))`,
        ),
    ),
  fc
    .tuple(fc.constantFrom('log_entry', 'log_text', 'log_actor', 'log_hour'), pick)
    .map(
      ([table, row]) =>
        `DELETE FROM ${table} WHERE rowid = (SELECT rowid FROM ${table} LIMIT 1 OFFSET ${row} % (SELECT count(*) FROM ${table}))`,
    ),
  fc.tuple(pick, pick).map(([a, b]) => `DELETE FROM log_entry WHERE sequence BETWEEN ${a % 40} AND ${b % 40}`),
  pick.map((from) => `DELETE FROM log_entry WHERE sequence > ${from % 36}; DELETE FROM log_head`),
  fc
    .tuple(pick, pick)
    .map(([a, b]) => [a % 36, b % 36] as const)
    .map(
      ([a, b]) =>
        `UPDATE log_entry SET sequence = -1 WHERE sequence = ${a}; UPDATE log_entry SET sequence = ${a} WHERE sequence = ${b}; UPDATE log_entry SET sequence = ${b} WHERE sequence = -1`,
    ),
  fc.tuple(fc.constantFrom('log_entry', 'log_head'), pick, fc.integer({ min: -1, max: 45 })).map(([table, row, to]) => {
    const others = columns[table]!.filter((column) => column !== 'sequence').join(', ')
    return `INSERT INTO ${table} (sequence, ${others}) SELECT ${to}, ${others} FROM ${table} LIMIT 1 OFFSET ${row} % (SELECT count(*) FROM ${table})`
  }),
  fc
    .tuple(pick, fc.integer({ min: 0, max: 4 }), value)
    .map(
      ([row, severity, entries]) =>
        `INSERT INTO log_hour SELECT hour, ${severity}, ${entries}, events, first_sequence, last_sequence FROM log_hour LIMIT 1 OFFSET ${row} % (SELECT count(*) FROM log_hour)`,
    ),
)

const dump = (other: Sqlite.Database) =>
  JSON.stringify(
    Object.keys(columns).map((table) => other.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).safeIntegers().all()),
    (_, said: unknown) => (typeof said === 'bigint' ? `${said}` : said),
  )

/** A closed log of 36 entries under three heads, of which copies are made. */
const makeTemplate = async () => {
  const opened = openTestAudit()
  for (let i = 0; i < 3; i++) {
    await opened.append(11, { severity: severities[i]!, outcome: outcomes[i]! })
    await opened.database.append(
      {
        actor: { kind: 'user', id: `u${i}`, name: `User ${i}` },
        source: `10.0.0.${i}`,
        requestId: `00000000-0000-7000-8000-00000000000${i}`,
      },
      { action: 'thing.done', message: 'x', target: { kind: 'thing', id: null, name: '' }, threatClass: 'odd', count: i + 1 },
    )
    opened.clock.advance(3_600_000)
    opened.heads.signNow()
  }
  await opened.database.close()
  return { path: opened.path, keptHeadPath: opened.keptHeadPath, keys: opened.keys }
}

test('whatever an intruder changes is found, whatever it is', async () => {
  const template = await makeTemplate()
  await fc.assert(
    fc.asyncProperty(fc.array(statement, { minLength: 1, maxLength: 3 }), async (statements) => {
      const directory = makeTestDirectory()
      copyFileSync(template.path, join(directory, 'gatehouse.db'))
      copyFileSync(template.keptHeadPath, join(directory, 'log-head.json'))
      const opened = openTestAudit({ directory, keys: template.keys })
      const other = opened.intruder()
      const before = dump(other)
      for (const sql of statements) {
        try {
          other.exec(sql)
        } catch {
          // SQLite itself refuses what its types and constraints do not allow.
        }
      }
      const touched = dump(other) !== before
      const verdict = verdictSchema.parse(await opened.verify())
      expect(verdict.intact, verdict.sentence).toBe(!touched)
      await opened.close()
      other.close()
    }),
    {
      numRuns: 80,
      // Figures at both ends of what SQLite holds.
      examples: [
        [
          [
            'UPDATE log_entry SET sequence = 9223372036854775807 WHERE sequence = 36',
            'UPDATE log_horizon SET sequence = -9223372036854775808',
          ],
        ],
      ],
    },
  )
})

const event = fc.record({
  action: fc.constantFrom('a.done', 'b.done', 'c.refused'),
  message: fc.string({ unit: 'binary', maxLength: 20 }),
  severity: fc.constantFrom(...severities),
  outcome: fc.constantFrom(...outcomes),
  count: fc.integer({ min: 1, max: 9 }),
  detail: fc.dictionary(fc.string({ unit: 'binary', maxLength: 5 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }),
  target: fc.option(
    fc.record({
      kind: fc.string({ maxLength: 3 }),
      id: fc.option(fc.string({ maxLength: 3 })),
      name: fc.string({ unit: 'binary', maxLength: 5 }),
    }),
  ),
  threatClass: fc.option(fc.string({ maxLength: 3 })),
})
const by = fc.record({
  actor: fc.record({
    kind: fc.constantFrom(...actorKinds),
    id: fc.option(fc.string({ maxLength: 3 })),
    name: fc.string({ unit: 'binary', maxLength: 4 }),
  }),
  source: fc.string({ unit: 'binary', maxLength: 4 }),
  requestId: fc.option(fc.uuid().map((id) => id.toUpperCase())),
})
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('append' as const), by, event }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('change' as const), by, event, fails: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('clock' as const), ms: fc.integer({ min: -7_200_000, max: 7_200_000 }) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'sign' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
)

test('whatever the console itself does leaves an intact log', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
      const opened = openTestAudit()
      const waiting: Promise<unknown>[] = []
      for (const one of steps) {
        if (one.do === 'append') waiting.push(opened.database.append(one.by, one.event))
        if (one.do === 'change') {
          const change = opened.database.change(one.by, one.event, () => {
            if (one.fails) throw new Error('no')
          })
          waiting.push(change.catch(() => {}))
        }
        if (one.do === 'clock') opened.clock.setNow(opened.clock.now() + one.ms)
        if (one.do === 'sign') opened.heads.signNow()
        if (one.do === 'restart') await opened.restart()
      }
      await opened.database.flush()
      await Promise.all(waiting)
      expect(await opened.verify()).toMatchObject({ intact: true })
      await opened.close()
    }),
    { numRuns: 40 },
  )
})

test('a file cut anywhere is an old head or none, never half a one', async () => {
  const opened = openTestAudit()
  await opened.append(1)
  opened.heads.signNow()
  const whole = readFileSync(opened.keptHeadPath)
  for (let length = 0; length < whole.length - 2; length += 7) {
    writeFileSync(opened.keptHeadPath, whole.subarray(0, length))
    expect((await opened.verify()).sentence).toContain('cannot be read')
  }
})
