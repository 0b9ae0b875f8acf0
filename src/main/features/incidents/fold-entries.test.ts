import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import { anEntry } from '../../test-kit/an-entry.ts'
import { groupOf } from './entry-group.ts'
import { foldEntries, gatheredEvents, mostSiblings, quietMs } from './fold-entries.ts'
import type { Cluster, Known } from './fold-entries.ts'

const minute = 60_000
const refused = (name: string, atMinute: number, changes: Partial<AuditEntry> = {}) =>
  anEntry({
    action: 'sign-in.refused',
    severity: 'low',
    outcome: 'refused',
    source: '10.0.0.7',
    target: { kind: 'user', id: null, name },
    atMs: atMinute * minute,
    ...changes,
  })
const blocked = (source: string, atMinute: number, changes: Partial<AuditEntry> = {}) =>
  anEntry({
    action: 'request.blocked',
    severity: 'medium',
    outcome: 'refused',
    threatClass: 'sqli',
    source,
    atMs: atMinute * minute,
    ...changes,
  })

const numbered = (entries: AuditEntry[]) => entries.map((entry, index) => ({ ...entry, sequence: index + 1 }))

/** As the watch does with what it stores: slice after slice. */
const foldIn = (slices: readonly AuditEntry[][]) => {
  const incidents: { id: string; cluster: Cluster }[] = []
  const gathering = new Map<string, Cluster>()
  for (const entries of slices) {
    const known: Known = { open: incidents.map((one) => ({ ...one })), gathering: [...gathering.values()] }
    const folded = foldEntries(known, entries)
    for (const key of folded.promoted) gathering.delete(key)
    for (const cluster of folded.gathering) gathering.set(cluster.key, cluster)
    for (const { id, cluster } of folded.changed) {
      if (id === null) incidents.push({ id: String(incidents.length + 1), cluster })
      else incidents[Number(id) - 1] = { id, cluster }
    }
  }
  return { incidents: incidents.map(({ cluster }) => cluster), gathering }
}
const fold = (...entries: AuditEntry[]) => foldIn([numbered(entries)])

test('the third wrong password is an incident of all three, the first two are none', () => {
  expect(fold(refused('mara', 0), refused('mara', 1)).incidents).toEqual([])
  expect(fold(refused('mara', 0), refused('mara', 1), refused('mara', 2)).incidents).toMatchObject([
    { title: 'Refused sign-ins for mara from 10.0.0.7', severity: 'low', entries: 3, events: 3, firstSequence: 1, lastSequence: 3 },
  ])
})

test('one entry that stands for three wrong passwords is an incident', () => {
  expect(fold(refused('mara', 0, { count: 3 })).incidents).toMatchObject([{ entries: 1, events: 3 }])
})

test('a lock-out takes with it what led to it, and its severity', () => {
  const locked = refused('mara', 2, { action: 'sign-in.locked-out', severity: 'high' })
  expect(fold(refused('mara', 0), refused('mara', 1), locked).incidents).toMatchObject([{ entries: 3, severity: 'high' }])
})

test('wrong passwords that are further apart than half an hour are no incident', () => {
  expect(fold(refused('mara', 0), refused('mara', 31), refused('mara', 62)).incidents).toEqual([])
})

test('half an hour of quiet ends an incident; a minute less does not', () => {
  expect(fold(blocked('10.0.0.7', 0), blocked('10.0.0.7', 30), blocked('10.0.0.7', 60)).incidents).toMatchObject([{ entries: 3 }])
  expect(fold(blocked('10.0.0.7', 0), blocked('10.0.0.7', 31)).incidents).toMatchObject([{ entries: 1 }, { entries: 1 }])
})

test('a clock set back by a year begins another incident', () => {
  expect(fold(blocked('10.0.0.7', 600_000), blocked('10.0.0.7', 0)).incidents).toHaveLength(2)
})

test('a clock that steps back a little does not', () => {
  expect(fold(blocked('10.0.0.7', 10), blocked('10.0.0.7', 9)).incidents).toMatchObject([
    { entries: 2, firstAtMs: 9 * minute, lastAtMs: 10 * minute },
  ])
})

test('guesses at one name from everywhere are one incident that says so', () => {
  const sources = Array.from({ length: 50 }, (_, index) => refused('mara', 0, { source: `10.0.0.${index}` }))
  expect(fold(...sources).incidents).toMatchObject([
    { title: 'Refused sign-ins for mara from several addresses', source: 'several addresses', entries: 50 },
  ])
})

test('one guess at each of a thousand names is one incident of many names', () => {
  const names = Array.from({ length: 1000 }, (_, index) => refused(`name-${index}`, 0))
  const { incidents, gathering } = fold(...names)
  expect(incidents).toMatchObject([{ title: 'Refused sign-ins for many names from 10.0.0.7', entries: 1000 - mostSiblings }])
  expect(gathering.size).toBe(mostSiblings)
})

test('a flood from ten thousand networks is a handful of incidents that hold every entry', () => {
  const flood = Array.from({ length: 10_000 }, (_, index) => blocked(`10.${index >> 8}.${index & 255}.1`, 0))
  const { incidents } = fold(...flood)
  expect(incidents).toHaveLength(mostSiblings + 1)
  expect(incidents.at(-1)).toMatchObject({ title: 'Requests of the class sqli from several addresses', entries: 10_000 - mostSiblings })
  expect(incidents.at(-1)!.newest).toHaveLength(20)
})

const anyEntry = fc
  .record({
    kind: fc.constantFrom('refused', 'blocked', 'critical', 'nothing'),
    who: fc.integer({ min: 0, max: 30 }),
    waitMinutes: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 0, max: 10 }) },
      { weight: 1, arbitrary: fc.integer({ min: -60, max: 90 }) },
    ),
    count: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ kind, who, waitMinutes, count }) => ({
    waitMinutes,
    make: (atMinute: number): AuditEntry =>
      kind === 'refused'
        ? refused(`name-${who}`, atMinute, { count })
        : kind === 'blocked'
          ? blocked(`10.0.${who}.1`, atMinute, { count })
          : kind === 'critical'
            ? anEntry({ action: 'log.foreign-write', severity: 'critical', atMs: atMinute * minute, count })
            : anEntry({ atMs: atMinute * minute }),
  }))
const anyLog = fc.array(anyEntry, { maxLength: 200 }).map((made) => {
  let atMinute = 10_000
  return numbered(
    made.map(({ waitMinutes, make }) => {
      atMinute += waitMinutes
      return make(atMinute)
    }),
  )
})
const cutAt = (entries: AuditEntry[], cuts: number[]): AuditEntry[][] => {
  const slices: AuditEntry[][] = [[]]
  for (const [index, entry] of entries.entries()) {
    if (cuts.includes(index)) slices.push([])
    slices.at(-1)!.push(entry)
  }
  return slices
}

test('however the log is sliced, the incidents are the same', () => {
  fc.assert(
    fc.property(anyLog, fc.array(fc.nat(200)), (entries, cuts) => {
      const whole = foldIn([entries])
      expect(foldIn(cutAt(entries, cuts)).incidents).toEqual(whole.incidents)
      expect(foldIn(entries.map((entry) => [entry])).incidents).toEqual(whole.incidents)
    }),
  )
})

test('each entry that makes an incident by itself is in exactly one, and the counts add up', () => {
  fc.assert(
    fc.property(anyLog, (entries) => {
      const serious = entries.filter((entry) => groupOf(entry)?.weight === 'opens' && entry.action !== 'sign-in.refused')
      const { incidents } = foldIn([entries])
      const alone = incidents.filter(({ what }) => what !== 'sign-in')
      expect(alone.reduce((sum, one) => sum + one.entries, 0)).toBe(serious.length)
      expect(alone.reduce((sum, one) => sum + one.events, 0)).toBe(serious.reduce((sum, { count }) => sum + count, 0))
      for (const one of incidents) {
        expect(one.newest).toEqual([...new Set(one.newest)].toSorted((a, b) => b - a))
        expect(one.events).toBeGreaterThanOrEqual(one.what === 'sign-in' ? gatheredEvents : 1)
      }
      const newest = incidents.flatMap((one) => one.newest)
      expect(new Set(newest).size).toBe(newest.length)
    }),
  )
})

test('no two incidents of one key lie within half an hour of each other', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 60 }), (waits) => {
      let atMinute = 0
      const entries = waits.map((wait) => blocked('10.0.0.7', (atMinute += wait)))
      const { incidents } = fold(...entries)
      for (const [index, one] of incidents.entries()) {
        const before = incidents[index - 1]
        if (before) expect(one.firstAtMs - before.lastAtMs).toBeGreaterThan(quietMs)
      }
    }),
  )
})

test('counts that another program wrote add up to what can still be shown', () => {
  const count = Number.MAX_SAFE_INTEGER
  expect(fold(blocked('10.0.0.8', 0, { count }), blocked('10.0.0.8', 1, { count })).incidents).toMatchObject([
    { entries: 2, events: count },
  ])
})
