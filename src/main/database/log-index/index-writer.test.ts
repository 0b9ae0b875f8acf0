import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { severities } from '../../../shared/contract/audit-filter.ts'
import { expectIndexOfLog, openIndexedLog } from '../../test-kit/open-indexed-log.ts'
import { bySystem } from '../../test-kit/open-test-database.ts'
import type { By } from '../database.ts'

test('a part that is full is sealed; what came meanwhile is in the next one', async () => {
  const indexed = openIndexedLog()
  await indexed.append(100, (n) => ({ message: `Thing ${n} for mara@example.com`, severity: n % 7 === 0 ? 'high' : 'info' }))
  const { sealed, reach } = await indexed.indexNow()
  expect(sealed).toEqual([
    { file: '000000000041.db', firstSequence: 41, lastSequence: 80, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    { file: '000000000001.db', firstSequence: 1, lastSequence: 40, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
  ])
  // The two entries that say so are in as well.
  expect(reach).toEqual({ indexedSequence: 102, behind: 0 })
  expect(indexed.index.parts().map((part) => part.sealed)).toEqual([false, true, true])
  expectIndexOfLog(indexed)
})

test.skipIf(process.platform === 'win32')('its files are of the console alone', async () => {
  const indexed = openIndexedLog()
  await indexed.append(60)
  await indexed.indexNow()
  expect(statSync(indexed.directory).mode & 0o777).toBe(0o700)
  const files = readdirSync(indexed.directory)
  expect(files.length).toBeGreaterThan(1)
  for (const file of files) expect(statSync(join(indexed.directory, file)).mode & 0o777, file).toBe(0o600)
})

test('the newest entries are in before the older ones that were missed', async () => {
  const indexed = openIndexedLog()
  await indexed.append(100)
  const { reach } = await indexed.indexNow({ steps: 1 })
  expect(reach).toEqual({ indexedSequence: 0, behind: 80 })
  expect(indexed.index.parts().map(({ number, indexedSequence }) => [number, indexedSequence])).toEqual([[2, 100]])
})

test('beyond two hundred values an hour, the others are counted together', async () => {
  const indexed = openIndexedLog({ partSize: 1000 })
  const from = (n: number): By => ({ ...bySystem, source: `source ${n % 300}` })
  await indexed.append(600, (n) => (n % 2 === 0 ? { outcome: 'refused', count: 3 } : { outcome: 'failed' }), from)
  await indexed.indexNow()
  const [part] = indexed.index.parts()
  expect(part!.db.get('SELECT count(*) AS values_, sum(entries) AS entries FROM tally WHERE dimension = 3 AND value <> 0')).toEqual({
    values_: 200,
    entries: 400,
  })
  expect(part!.db.get('SELECT entries, events, refused, failed FROM tally WHERE dimension = 3 AND value = 0')).toEqual({
    entries: 200,
    events: 400,
    refused: 300,
    failed: 100,
  })
  expectIndexOfLog(indexed)
})

const anyText = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom(
    'mara@example.com',
    '10.0.0.1',
    '2001:db8::1',
    "O'Brien",
    '!a1 !c2',
    'Ärger über Größe',
    '日本語のログ',
    'İstanbul',
    'a_b-c',
    '\u0001\u001f',
    'ﬁne',
    'half a \ud800sign',
  ),
  fc.integer({ min: 60, max: 70 }).map((length) => 'x'.repeat(length)),
  fc.integer({ min: 60, max: 200 }).map((length) => `.${'Z9'.repeat(length)}!`),
)
const anyEvent = fc.record({
  action: fc.constantFrom('thing.happened', 'key.revealed', 'request.blocked', 'émigré.arrived'),
  message: anyText,
  severity: fc.constantFrom(...severities),
  outcome: fc.constantFrom('done' as const, 'refused' as const, 'failed' as const),
  threatClass: fc.option(fc.constantFrom('sql-injection', 'scanner')),
  target: fc.option(fc.record({ kind: fc.constantFrom('route', 'key'), id: fc.option(anyText), name: anyText })),
  count: fc.constantFrom(1, 1, 1, 7),
  detail: fc.oneof(
    fc.constant({}),
    fc.record({
      text: anyText,
      list: fc.array(fc.oneof(anyText, fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null))),
    }),
    fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })),
  ),
})
const anyBy: fc.Arbitrary<By> = fc.record({
  actor: fc.record({ kind: fc.constantFrom('user' as const, 'guard' as const), id: fc.option(fc.uuid()), name: anyText }),
  source: fc.constantFrom('10.0.0.1', '2001:db8::7', 'desktop window'),
  requestId: fc.option(fc.uuid()),
})

test('whatever is entered, however it is cut into steps, the index holds just that', { timeout: 300_000 }, async () => {
  const batch = fc.record({
    events: fc.array(fc.tuple(anyBy, anyEvent), { minLength: 1, maxLength: 25 }),
    forwardMs: fc.constantFrom(0, 900, 61_000, 3_600_000, -500, -7_200_000),
    steps: fc.constantFrom(0, 1, 2, 100),
    entering: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 8 }), async (batches) => {
      const indexed = openIndexedLog({ partSize: 17 })
      for (const { events, forwardMs, steps, entering } of batches) {
        indexed.clock.setNow(indexed.clock.now() + forwardMs)
        const waiting = events.map(([by, event]) => indexed.database.append(by, event))
        await indexed.database.flush()
        await Promise.all(waiting)
        await indexed.indexNow({ steps, entering })
      }
      await indexed.indexNow()
      expectIndexOfLog(indexed)
      await indexed.database.close()
    }),
    { numRuns: 25 },
  )
})
