import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { exportedEntry } from '../../test-kit/exported-entry.ts'
import { chunkBytes, makeContent } from './export-content.ts'
import type { ExportChunk, ExportFacts } from './export-content.ts'
import { csvFormat } from './export-csv.ts'
import { ndjsonFormat } from './export-ndjson.ts'
import type { ExportPage } from './export-entries.store.ts'

/** `count` pages of a hundred entries, of which every third is empty, and how many were read. */
const pagesOf = (count: number, message = 'ein Ding für uns') => {
  let read = 0
  const next = (): ExportPage | null => {
    if (read === count) return null
    const first = read * 100
    read += 1
    const entries = read % 3 === 0 ? [] : Array.from({ length: 100 }, (_, n) => exportedEntry({ sequence: first + n + 1, message }))
    return { entries, share: read / count }
  }
  return { next, read: () => read }
}

const collect = async (content: AsyncGenerator<ExportChunk, ExportFacts>) => {
  const chunks: Uint8Array[] = []
  const shares: number[] = []
  for (;;) {
    const next = await content.next()
    if (next.done) return { chunks, shares, facts: next.value, bytes: Buffer.concat(chunks) }
    chunks.push(next.value.bytes)
    shares.push(next.value.progress.share)
  }
}
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

test.each([false, true])('chunks are full but for the last, and the facts are those of the bytes (gzip: %s)', async (gzip) => {
  const { chunks, facts, bytes, shares } = await collect(makeContent(pagesOf(90).next, ndjsonFormat, gzip))
  expect(chunks.slice(0, -1).every(({ length }) => length === chunkBytes)).toBe(true)
  expect(chunks.at(-1)!.length).toBeLessThanOrEqual(chunkBytes)
  expect(facts.file).toEqual({ bytes: bytes.length, sha256: sha256(bytes) })
  const content = gzip ? gunzipSync(bytes) : bytes
  expect(facts.content).toEqual({ bytes: content.length, sha256: sha256(content) })
  expect(facts).toMatchObject({ rows: 6000, firstSequence: 1, lastSequence: 8900 })
  expect(content.toString().split('\n')).toHaveLength(6001)
  expect(shares.at(-1)).toBe(1)
  expect(shares).toEqual(shares.toSorted((a, b) => a - b))
})

test('nothing is read before it is asked for, and no more than fills the chunk', async () => {
  const pages = pagesOf(90)
  const content = makeContent(pages.next, ndjsonFormat, false)
  expect(pages.read()).toBe(0)
  await content.next()
  const afterOne = pages.read()
  expect(afterOne).toBeLessThan(5)
  await content.next()
  expect(pages.read()).toBeLessThan(afterOne + 5)
})

test('an entry that is longer than a chunk goes over several', async () => {
  const { chunks, bytes } = await collect(makeContent(pagesOf(1, 'ü'.repeat(3000)).next, ndjsonFormat, false))
  expect(chunks.length).toBeGreaterThan(5)
  expect(bytes.toString()).not.toContain('\uFFFD')
  expect(bytes.toString().trim().split('\n')).toHaveLength(100)
})

test('a file without rows still has its head', async () => {
  const { bytes, facts } = await collect(makeContent(() => null, csvFormat, false))
  expect(bytes.toString()).toBe(csvFormat.head)
  expect(facts).toMatchObject({ rows: 0, firstSequence: null, lastSequence: null })
})
