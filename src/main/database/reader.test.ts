import { expect, onTestFinished, test } from 'vitest'
import { bySystem, makeTestDirectory, openTestDatabase } from '../test-kit/open-test-database.ts'
import type { TestSlices } from '../test-kit/test-slices.ts'
import { createReader } from './reader.ts'

const workerUrl = new URL('../test-kit/test-slices.ts', import.meta.url)

const openReader = (path = openTestDatabase().path) => {
  const reader = createReader<TestSlices>(workerUrl, path)
  onTestFinished(() => reader.close())
  return reader
}

test('a slice reads what is committed, again and again', async () => {
  const { database, path } = openTestDatabase()
  const reader = openReader(path)
  expect(await reader.run('count', undefined)).toBe(0)
  await database.append(bySystem, { action: 'a', message: 'x' })
  expect(await reader.run('count', undefined)).toBe(1)
})

test('many at once each get their own answer, from one worker', async () => {
  const reader = openReader()
  const inputs = Array.from({ length: 200 }, (_, index) => ({ index, bytes: new Uint8Array([index]) }))
  expect(await Promise.all(inputs.map((input) => reader.run('echo', input)))).toEqual(inputs)
  const threads = await Promise.all([1, 2, 3].map(() => reader.run('thread', undefined)))
  expect(new Set(threads).size).toBe(1)
})

test('too many at once are refused', async () => {
  const reader = openReader()
  const asked = Array.from({ length: 1001 }, (_, index) => reader.run('echo', index))
  const refused = asked.pop()!
  await expect(refused).rejects.toMatchObject({ code: 'BUSY' })
  expect(await Promise.all(asked)).toHaveLength(1000)
})

test('a slice that throws fails alone', async () => {
  const reader = openReader()
  const settled = await Promise.allSettled([reader.run('echo', 1), reader.run('fail', 'it was wrong'), reader.run('echo', 2)])
  expect(settled).toMatchObject([
    { status: 'fulfilled', value: 1 },
    { status: 'rejected', reason: { message: 'it was wrong' } },
    { status: 'fulfilled', value: 2 },
  ])
  await expect(reader.run('none' as 'echo', 1)).rejects.toThrow('No slice is named none')
})

test('a slice cannot write', async () => {
  const { database, path } = openTestDatabase()
  await expect(openReader(path).run('write', undefined)).rejects.toThrow(/readonly|read-only|query_only/i)
  expect(database.read((db) => db.all('SELECT key FROM setting'))).toEqual([])
})

test('an input that cannot be sent fails alone and is not waited for', async () => {
  const reader = openReader()
  await expect(reader.run('echo', () => {})).rejects.toThrow(/could not be cloned/)
  expect(await reader.run('echo', 1)).toBe(1)
})

test.each(['die', 'uncloneable', 'dieSoon'] as const)(
  'a worker that ends by %s fails what it had, and the next slice starts another',
  async (how) => {
    const reader = openReader()
    const first = await reader.run('thread', undefined)
    const fatal = reader.run(how, undefined)
    const behind = reader.run('echo', 'behind')
    if (how === 'dieSoon') await Promise.allSettled([fatal, behind])
    else {
      await expect(fatal).rejects.toThrow()
      await expect(behind).rejects.toThrow()
    }
    // Asked again and again, from while the old worker is still ending until another answers.
    let next = first
    while (next === first) next = await reader.run('thread', undefined).catch(() => first)
    expect(await Promise.all([1, 2, 3].map((value) => reader.run('echo', value)))).toEqual([1, 2, 3])
    expect(await reader.run('thread', undefined)).toBe(next)
  },
)

test('a database that is not there is an error of the slice', async () => {
  const reader = openReader(`${makeTestDirectory()}/none.db`)
  await expect(reader.run('echo', 1)).rejects.toThrow(/unable to open/)
  await expect(reader.run('echo', 1)).rejects.toThrow(/unable to open/)
})

test('closing ends what is under way, and nothing starts afterwards', async () => {
  const reader = openReader()
  const under = reader.run('echo', 1)
  const closing = reader.close()
  await expect(under).rejects.toMatchObject({ code: 'BUSY' })
  await closing
  await expect(reader.run('echo', 1)).rejects.toMatchObject({ code: 'BUSY' })
  await reader.close()
})
