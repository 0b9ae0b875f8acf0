import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeHealth } from './health.ts'
import type { Observed } from './health.ts'

const nowMs = Date.UTC(2026, 10, 21, 8)
const dayMs = 86_400_000
const well: Observed = {
  cpuPercent: 12,
  memory: { used: 8e9, total: 32e9 },
  disk: { used: 50e9, total: 200e9 },
  loopDelayMs: 3,
  consolePercent: 2,
  record: {
    entries: 40,
    storage: 'well',
    verdict: { intact: true, atMs: nowMs - 3_600_000 },
    signedHead: { sequence: 40, atMs: nowMs },
    lastSequence: 40,
    lastEntryAtMs: nowMs - 60_000,
  },
  vault: { kind: 'open' },
}
const judge = (changes: Partial<Observed> = {}) => judgeHealth({ ...well, ...changes }, nowMs)
const partOf = (id: string, changes: Partial<Observed>) => judge(changes).parts.find((part) => part.id === id)!

test('where all is well, the score is 100 and says so', () => {
  expect(judge()).toMatchObject({ score: 100, verdict: 'All is well', sentence: 'No part needs attention.', checkedAtMs: nowMs })
})

test('a disk that fills up is told with its figures, and the verdict names it', () => {
  const health = judge({ disk: { used: 186e9, total: 200e9 } })
  const disk = health.parts.find(({ id }) => id === 'disk')!
  expect(disk.sentence).toContain('The disk of the data directory is 93 % full: 14 GB are left.')
  expect(disk.severity).toBe('medium')
  expect(health.sentence).toBe(disk.sentence)
  expect(health.verdict).toContain('the disk fills up')
})

test('on a large disk a small share is still much room', () => {
  expect(partOf('disk', { disk: { used: 9_500e9, total: 10_000e9 } })).toMatchObject({ score: 80, severity: null })
})

test('a broken log weighs the whole score down, however well the rest is', () => {
  const health = judge({ record: { ...well.record!, verdict: { intact: false, atMs: nowMs } } })
  expect(health.score).toBe(40)
  expect(health.parts.find(({ id }) => id === 'record')).toMatchObject({ score: 0, severity: 'critical' })
})

test('entries that no head covers for minutes are told; the newest of a moment ago is not', () => {
  const behind = { ...well.record!, lastSequence: 43 }
  expect(partOf('record', { record: { ...behind, lastEntryAtMs: nowMs - 5_000 } }).score).toBe(100)
  expect(partOf('record', { record: { ...behind, lastEntryAtMs: nowMs - 300_000 } })).toMatchObject({
    score: 40,
    sentence: expect.stringContaining('The newest 3 entries of the log are not signed.') as string,
  })
})

test('a verification of long ago asks for another, and none for the first', () => {
  expect(partOf('record', { record: { ...well.record!, verdict: { intact: true, atMs: nowMs - 40 * dayMs } } }).sentence).toContain(
    '40 days ago',
  )
  expect(partOf('record', { record: { ...well.record!, verdict: null } })).toMatchObject({ score: 85, severity: null })
})

test('a full disk is told by the record, because the log lives on its reserve', () => {
  expect(partOf('record', { record: { ...well.record!, storage: 'full' } }).severity).toBe('high')
})

test('a vault that cannot be opened says why', () => {
  expect(partOf('vault', { vault: { kind: 'unavailable', reason: 'The keychain does not answer.' } })).toMatchObject({
    score: 0,
    sentence: 'The vault cannot be opened. The keychain does not answer.',
  })
})

test('what cannot be judged leaves the mean, and where nothing can, there is no score', () => {
  const nothing: Observed = {
    cpuPercent: null,
    memory: null,
    disk: null,
    loopDelayMs: null,
    consolePercent: null,
    record: null,
    vault: { kind: 'empty' },
  }
  expect(judgeHealth(nothing, nowMs)).toMatchObject({ score: null, verdict: 'Not known yet' })
  expect(judgeHealth({ ...nothing, cpuPercent: 85 }, nowMs).score).toBe(50)
})

const percent = fc.option(fc.double({ min: 0, max: 100, noNaN: true }))
const space = fc.option(
  fc
    .tuple(fc.double({ min: 1, max: 1e13, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([total, share]) => ({ total, used: total * share })),
)

test('the score is within 0 and 100 and never more than 40 above the worst part; worse figures never raise it', () => {
  fc.assert(
    fc.property(
      percent,
      space,
      space,
      fc.option(fc.double({ min: 0, max: 5000, noNaN: true })),
      percent,
      (cpuPercent, memory, disk, loopDelayMs, consolePercent) => {
        const observed = { ...well, cpuPercent, memory, disk, loopDelayMs, consolePercent }
        const { score, parts } = judgeHealth(observed, nowMs)
        const worst = Math.min(...parts.flatMap((part) => part.score ?? []))
        expect(score).toBeGreaterThanOrEqual(worst)
        expect(score).toBeLessThanOrEqual(Math.min(100, worst + 40))
        if (cpuPercent !== null) {
          expect(judgeHealth({ ...observed, cpuPercent: Math.min(100, cpuPercent + 10) }, nowMs).score).toBeLessThanOrEqual(score!)
        }
      },
    ),
  )
})
