import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createIds } from '../../../ports/ids.ts'
import { createHandClock } from '../../test-kit/hand-clock.ts'
import { makeTestDirectory } from '../../test-kit/open-test-database.ts'
import { createUploads } from './uploads.service.ts'

const opened = (directory = join(makeTestDirectory(), 'uploads')) => {
  const clock = createHandClock()
  return { directory, clock, uploads: createUploads({ directory, clock, ids: createIds(clock), maxBytes: () => 1_000_000 }) }
}
const base64 = (text: string) => Buffer.from(text).toString('base64')

test('chunks make the file; one that comes twice or too early changes nothing', async () => {
  const { uploads } = opened()
  const { upload } = await uploads.begin('mara', 6)
  expect(await uploads.take('mara', upload, 0, base64('abc'))).toEqual({ receivedBytes: 3 })
  expect(await uploads.take('mara', upload, 0, base64('abc'))).toEqual({ receivedBytes: 3 })
  expect(await uploads.take('mara', upload, 5, base64('x'))).toEqual({ receivedBytes: 3 })
  expect(() => uploads.pathOf('mara', upload)).toThrow(/not whole/)
  await uploads.take('mara', upload, 3, base64('def'))
  expect(readFileSync(uploads.pathOf('mara', upload), 'utf8')).toBe('abcdef')
  await expect(uploads.take('mara', upload, 6, base64('x'))).rejects.toThrow(/More was brought/)
})

test('nobody else reaches it, and a larger file than allowed is refused before it is taken', async () => {
  const { uploads, directory } = opened()
  const { upload } = await uploads.begin('mara', 6)
  for (const act of [() => uploads.pathOf('joe', upload), () => uploads.drop('joe', upload)]) expect(act).toThrow(/no such upload/)
  await expect(uploads.take('joe', upload, 0, base64('abc'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(uploads.begin('joe', 1_000_001)).rejects.toThrow(/at most 1 MB/)
  await uploads.begin('joe', 5)
  await expect(uploads.begin('third', 5)).rejects.toMatchObject({ code: 'BUSY' })
  expect(readdirSync(directory)).toHaveLength(2)
})

test('it is gone after half an hour, with another of the same owner, and with the next start', async () => {
  const { uploads, directory, clock } = opened()
  const first = await uploads.begin('mara', 6)
  const second = await uploads.begin('mara', 6)
  expect(() => uploads.pathOf('mara', first.upload)).toThrow(/no such upload/)
  clock.advance(1_800_000)
  expect(() => uploads.pathOf('mara', second.upload)).toThrow(/no such upload/)
  expect(readdirSync(directory)).toEqual([])
  writeFileSync(join(directory, 'left-by-a-crash.ghb'), 'x')
  opened(directory)
  expect(existsSync(join(directory, 'left-by-a-crash.ghb'))).toBe(false)
})

test('half an hour is counted from the last chunk, since a large file takes longer', async () => {
  const { uploads, clock } = opened()
  const { upload } = await uploads.begin('mara', 6)
  clock.advance(1_799_999)
  await uploads.take('mara', upload, 0, base64('abc'))
  clock.advance(1_799_999)
  expect(await uploads.take('mara', upload, 3, base64('def'))).toEqual({ receivedBytes: 6 })
  clock.advance(1_799_999)
  expect(existsSync(uploads.pathOf('mara', upload))).toBe(true)
})

test('of many that begin at once two are let in, and one that another took the place of leaves no file', async () => {
  const { uploads, directory } = opened()
  const begun = await Promise.allSettled(Array.from({ length: 20 }, (_, nth) => uploads.begin(`owner ${nth}`, 5)))
  expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
  expect(readdirSync(directory)).toHaveLength(2)
  const again = await Promise.allSettled([uploads.begin('owner 0', 5), uploads.begin('owner 0', 5)])
  expect(again.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  expect(readdirSync(directory)).toHaveLength(2)
})
