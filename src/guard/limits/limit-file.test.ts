import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { limitSchema } from '../../shared/policy.ts'
import type { LimitFile } from './limit-file.store.ts'
import { openLimitFile } from './limit-file.store.ts'
import { Window } from './window.ts'

const limitOf = (limit: number, perMs: number) => limitSchema.parse({ id: 'one', name: 'One', layer: 'source', limit, perMs })
const open = (mostKeys?: number): { file: LimitFile; outside: Sqlite.Database } => {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-limits-'))
  const path = join(directory, 'limits.db')
  const file = openLimitFile(Sqlite, path, mostKeys)
  const outside = new Sqlite(path)
  onTestFinished(() => {
    outside.close()
    file.close()
    rmSync(directory, { recursive: true })
  })
  return { file, outside }
}
const passes = (file: LimitFile, limit: ReturnType<typeof limitOf>, key: string, nowMs: number): boolean =>
  file.decide(() => {
    const window = file.window(limit, key)
    if (window.waitMs(nowMs) > 0) return false
    window.take(nowMs)
    return true
  })

test('a window in a file answers as one in memory does, read anew for each decision', () => {
  const { file } = open()
  let key = 0
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1000, max: 1200 }),
      fc.array(fc.oneof(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 1500 }), fc.double({ min: 0, max: 3, noNaN: true })), {
        maxLength: 150,
      }),
      (most, perMs, steps) => {
        const limit = limitOf(most, perMs)
        const inMemory = new Window(most, perMs)
        key += 1
        let nowMs = 1
        for (const step of steps) {
          nowMs += step
          file.decide(() => {
            const inFile = file.window(limit, String(key))
            const waitMs = inFile.waitMs(nowMs)
            expect(waitMs).toBe(inMemory.waitMs(nowMs))
            if (waitMs === 0) {
              inFile.take(nowMs)
              inMemory.take(nowMs)
            }
            expect([inFile.left(nowMs), inFile.resetMs(nowMs)]).toEqual([inMemory.left(nowMs), inMemory.resetMs(nowMs)])
          })
        }
      },
    ),
    { numRuns: 60 },
  )
})

test('a decision that breaks counts nothing', () => {
  const { file } = open()
  const limit = limitOf(1, 60_000)
  const broken = () =>
    file.decide(() => {
      file.window(limit, 'a').take(1)
      throw new Error('broken')
    })
  expect(broken).toThrow('broken')
  expect([passes(file, limit, 'a', 1), passes(file, limit, 'a', 1)]).toEqual([true, false])
})

test('what counts no more goes, a little at a time, and leaves what counts', () => {
  const { file, outside } = open()
  const [short, long] = [limitOf(10, 1_000), limitOf(10, 60_000)]
  for (let at = 0; at < 500; at++) passes(file, short, `k${at}`, at)
  passes(file, long, 'k', 1)
  const kept = () => outside.prepare('SELECT count(*) FROM limit_window').pluck().get()
  const looks: unknown[] = []
  for (let look = 0; look < 4; look++) {
    file.tidy({ sharedMs: 10_000, utcMs: 1 })
    looks.push(kept())
  }
  expect(looks).toEqual([301, 101, 1, 1])
  expect(outside.prepare('SELECT count(*) FROM limit_hit').pluck().get()).toBe(1)
  expect(outside.prepare('SELECT sum(windows) FROM limit_set').pluck().get()).toBe(1)
  expect(file.inUse(long, 10_000)).toEqual({ keys: 1, nearest: [{ key: 'k', left: 9 }] })
  expect(file.inUse(short, 10_000)).toEqual({ keys: 0, nearest: [] })
})

test('keys that callers choose do not pile up: of one limit the one that would count the shortest gives way', () => {
  const { file, outside } = open(100)
  const limit = limitOf(2, 60_000)
  for (let at = 0; at < 1_000; at++) {
    passes(file, limit, `k${at}`, at)
    if (at % 10 === 0) passes(file, limit, 'steady', at)
  }
  expect(outside.prepare('SELECT count(*) FROM limit_window').pluck().get()).toBe(100)
  expect(file.inUse(limit, 1_000).keys).toBe(100)
})

test('a refusal writes nothing', () => {
  const { file, outside } = open()
  const limit = limitOf(1, 60_000)
  passes(file, limit, 'a', 1)
  const changes = () => outside.pragma('data_version', { simple: true })
  const before = changes()
  for (let again = 0; again < 5; again++) expect(passes(file, limit, 'a', 2)).toBe(false)
  expect(changes()).toBe(before)
})
