import { expect, test } from 'vitest'
import { auditFilterSchema } from '../../../shared/contract/audit-filter.ts'
import { hashEntry } from '../../database/chain.ts'
import { openTestAudit } from '../../test-kit/open-test-audit.ts'
import type { TestAudit } from '../../test-kit/open-test-audit.ts'
import { bySystem } from '../../test-kit/open-test-database.ts'
import { createExportPages } from './export-entries.store.ts'
import type { ExportedEntry } from './exported-entry.ts'

const everything = { after: 0, until: Number.MAX_SAFE_INTEGER }

const exported = ({ database }: TestAudit, filter: object = {}, range: Partial<typeof everything> = {}): ExportedEntry[] =>
  database.read((db) => {
    const last = db.get<{ last: number }>('SELECT max(sequence) AS last FROM log_entry')!.last
    const until = Math.min(range.until ?? last, last)
    const next = createExportPages(db, { filter: auditFilterSchema.parse(filter), after: range.after ?? 0, until })
    const entries: ExportedEntry[] = []
    for (let page = next(); page !== null; page = next()) {
      entries.push(...page.entries)
      expect(page.share).toBeGreaterThan(0)
      expect(page.share).toBeLessThanOrEqual(1)
    }
    return entries
  })

const filled = async () => {
  const opened = openTestAudit()
  await opened.append(1200)
  await opened.append(40, {
    action: 'thing.refused',
    severity: 'high',
    outcome: 'refused',
    threatClass: 'odd',
    target: { kind: 'thing', id: null, name: 'T' },
    detail: { path: '/v1/orders', note: 'a “quoted” word' },
  })
  await opened.append(1100)
  return opened
}

test('every entry leaves, oldest first, with all that is hashed', async () => {
  const opened = await filled()
  const entries = exported(opened)
  expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 2340 }, (_, index) => index + 1))
  for (const { hash, previousHash, ...entry } of entries) expect(hashEntry(opened.database.installationId, entry, previousHash!)).toBe(hash)
})

test('a file that would lack entries, because retention dropped them before they were read, is not made', async () => {
  const opened = await filled()
  opened.clock.setNow(opened.clock.now() + 7_200_000)
  await opened.append(10)
  opened.heads.signNow()
  opened.database.read((db) => {
    const next = createExportPages(db, { filter: auditFilterSchema.parse({}), after: 0, until: 2345 })
    expect(next()!.entries).toHaveLength(1000)
    opened.heads.raiseHorizon(bySystem, 2340, 'age')
    expect(next).toThrow('Retention dropped entries up to 2340 before they could be exported.')
    const later = createExportPages(db, { filter: auditFilterSchema.parse({}), after: 2340, until: 2345 })
    expect(later()!.entries.map(({ sequence }) => sequence)).toEqual([2341, 2342, 2343, 2344, 2345])
  })
})

test('entries that came after the range was fixed are not in it', async () => {
  const opened = await filled()
  expect(exported(opened, {}, { until: 2000 }).at(-1)!.sequence).toBe(2000)
})

test.each([
  [{ actions: ['thing.refused'] }, 40],
  [{ severities: ['high'], outcomes: ['refused'], classes: ['odd'] }, 40],
  [{ severities: ['high'], outcomes: ['done'] }, 0],
  [{ actions: ['never.heard-of'] }, 0],
  [{ actors: ['system:gatehouse'], sources: ['console'] }, 2340],
  [{ text: 'orders "quoted' }, 40],
  // Thing 110 of both stretches, and 1100 to 1109 of the first.
  [{ text: 'thing 110' }, 12],
])('of %j exactly those that match leave', async (filter, count) => {
  const opened = await filled()
  const entries = exported(opened, filter)
  expect(entries).toHaveLength(count)
  for (const { hash, previousHash, ...entry } of entries) expect(hashEntry(opened.database.installationId, entry, previousHash!)).toBe(hash)
})

test('a time range holds what happened in it, to the millisecond', async () => {
  const opened = await filled()
  const all = exported(opened)
  const fromMs = all[99]!.atMs
  const toMs = all[1999]!.atMs
  expect(exported(opened, { fromMs, toMs })).toEqual(all.slice(99, 1999))
})

test('the first entry above the horizon links to what the horizon says', async () => {
  const opened = await filled()
  const dropped = exported(opened)[9]!
  const other = opened.intruder()
  other.exec(`UPDATE log_horizon SET sequence = 10, hash = '${dropped.hash}'; DELETE FROM log_entry WHERE sequence <= 10`)
  const [first] = exported(opened, {}, { after: 10 })
  expect(first).toMatchObject({ sequence: 11, previousHash: dropped.hash })
})

test('a gap is not bridged: an entry whose neighbour is gone says so', async () => {
  const opened = await filled()
  opened.intruder().exec('DELETE FROM log_entry WHERE sequence = 5')
  expect(exported(opened).find(({ sequence }) => sequence === 6)!.previousHash).toBeNull()
})

test('a word that was taken away leaves an entry that does not fit its hash', async () => {
  const opened = await filled()
  opened.intruder().exec("DELETE FROM log_text WHERE text = 'thing.refused'")
  const { hash, previousHash, ...entry } = exported(opened)[1200]!
  expect(entry.action).toBe('(word missing)')
  expect(hashEntry(opened.database.installationId, entry, previousHash!)).not.toBe(hash)
})
