import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeTestDirectory } from '../../test-kit/open-test-database.ts'
import { chunkBytes, sealedChunkBytes } from './backup-chunks.ts'
import { createBackupSink, readBackupLines } from './backup-file.ts'
import { encodeHeader, readHeader } from './backup-header.ts'
import type { BackupHeader } from './backup-header.ts'

const header: BackupHeader = {
  id: 'one',
  installationId: 'here',
  createdAtMs: 5,
  product: '1.0.0',
  schema: 3,
  kind: 'on-demand',
  withLog: false,
  slots: [{ kind: 'recovery-key', wrapped: 'AAAA' }],
}
const fileKey = new Uint8Array(32).fill(7)

const written = async (text: string): Promise<{ path: string; bytes: Buffer; bodyAt: number }> => {
  const path = join(makeTestDirectory(), 'one.ghb')
  const sink = await createBackupSink(path, header, fileKey)
  await sink.write(Buffer.from(text))
  const length = await sink.end()
  expect(length).toBe(statSync(path).size)
  return { path, bytes: readFileSync(path), bodyAt: encodeHeader(header).bytes.length }
}

/** The lines that it gives before it ends or throws. */
const read = async (path: string, key = fileKey): Promise<string[]> => {
  const lines: string[] = []
  for await (const line of readBackupLines({ path, found: readHeader(path), fileKey: key, isStopped: () => false, onProgress: () => {} }))
    lines.push(line)
  return lines
}
const readBytes = (bytes: Uint8Array): Promise<string[]> => {
  const path = join(makeTestDirectory(), 'other.ghb')
  writeFileSync(path, bytes)
  return read(path)
}
const threeChunks = `${'über '.repeat(30_000)}\nlast\n`

test.each([0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 3 * chunkBytes])('%i bytes come back as they were', async (length) => {
  const text = `${'x'.repeat(Math.max(0, length - 1))}${length > 0 ? '\n' : ''}`
  const { path, bytes, bodyAt } = await written(text)
  expect((await read(path)).join('\n')).toBe(text.slice(0, -1))
  expect(bytes.length - bodyAt).toBe(length + 16 * Math.max(1, Math.ceil(length / chunkBytes)))
})

test('a flipped bit is found wherever it is', async () => {
  const { bytes } = await written(threeChunks)
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
      const flipped = Buffer.from(bytes)
      flipped[at]! ^= 1 << bit
      await expect(readBytes(flipped)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    }),
    { numRuns: 150 },
  )
})

test('every bit of the header is covered', async () => {
  const { bytes, bodyAt } = await written('short\n')
  for (let at = 0; at < bodyAt; at++) {
    const flipped = Buffer.from(bytes)
    flipped[at]! ^= 1
    await expect(readBytes(flipped), `byte ${at}`).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  }
})

test('a cut end is found at every border of a chunk, and beside it', async () => {
  const { bytes, bodyAt } = await written(threeChunks)
  for (let border = bodyAt; border < bytes.length; border += sealedChunkBytes)
    for (const length of [border - 1, border, border + 1, border + 15, border + 16, border + 17])
      if (length < bytes.length)
        await expect(readBytes(bytes.subarray(0, length)), `${length}`).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await expect(readBytes(bytes.subarray(0, bodyAt + sealedChunkBytes))).rejects.toThrow(/cut off: its end is missing/)
  await expect(readBytes(bytes.subarray(0, -1))).rejects.toMatchObject({ code: 'INVALID_INPUT' })
})

test('chunks that are swapped, doubled, left out or added are found', async () => {
  const { bytes, bodyAt } = await written(threeChunks)
  const at = (n: number) => bytes.subarray(bodyAt + n * sealedChunkBytes, bodyAt + (n + 1) * sealedChunkBytes)
  const begin = bytes.subarray(0, bodyAt)
  const orders = [
    [1, 0, 2],
    [0, 0, 1, 2],
    [0, 2],
    [1, 2],
    [0, 1, 2, 2],
    [0, 1, 2, 0],
  ]
  for (const order of orders)
    await expect(readBytes(Buffer.concat([begin, ...order.map(at)])), order.join()).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await expect(readBytes(Buffer.concat([bytes, Buffer.of(0)]))).rejects.toMatchObject({ code: 'INVALID_INPUT' })
})

test('a header of another file, with fewer slots or of an older schema does not fit the chunks', async () => {
  const { bytes, bodyAt } = await written('short\n')
  for (const other of [{ schema: 2 }, { withLog: true }, { id: 'two' }, { slots: [...header.slots, ...header.slots] }])
    await expect(readBytes(Buffer.concat([encodeHeader({ ...header, ...other }).bytes, bytes.subarray(bodyAt)]))).rejects.toThrow(/damaged/)
})

test('another format is named, and what is no backup is told so', async () => {
  const { bytes } = await written('short\n')
  const newer = Buffer.from(bytes)
  newer[4] = 9
  await expect(readBytes(newer)).rejects.toThrow(/has format 9; this Gatehouse reads format 1/)
  await expect(readBytes(Buffer.from('PK zip'))).rejects.toThrow('This file is no backup of Gatehouse.')
  await expect(readBytes(Buffer.alloc(0))).rejects.toThrow('This file is no backup of Gatehouse.')
})

test('another key opens nothing, and no line of a chunk is told before the chunk is proved', async () => {
  const { path, bytes } = await written(threeChunks)
  await expect(read(path, new Uint8Array(32))).rejects.toThrow(/damaged: chunk 1/)
  const flipped = Buffer.from(bytes)
  flipped[flipped.length - 1]! ^= 1
  const lines: string[] = []
  const other = join(makeTestDirectory(), 'other.ghb')
  writeFileSync(other, flipped)
  const reading = readBackupLines({ path: other, found: readHeader(other), fileKey, isStopped: () => false, onProgress: () => {} })
  await expect(
    (async () => {
      for await (const line of reading) lines.push(line)
    })(),
  ).rejects.toThrow(/damaged: chunk 3/)
  expect(lines).toEqual([])
})
