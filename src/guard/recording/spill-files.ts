/**
 * Batches that wait on disk for the console, in files of about 4 MB. An entry: length, CRC-32, number (a double), then the
 * batch as deflated JSON. What a crash tore off at the end of a file is passed over. Nothing is synced: a killed process
 * loses nothing, a machine without power what the system had not written yet.
 */
import { closeSync, mkdirSync, openSync, readFileSync, readdirSync, readSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, inflateRawSync } from 'node:zlib'
import type { Batch } from './batch.ts'

interface Entry {
  number: number
  offset: number
  bytes: number
}
interface SpillFile {
  path: string
  entries: Entry[]
  /** Up to where it is sound. */
  end: number
}

const headBytes = 16
const mostFileBytes = 4 * 1024 * 1024
const suffix = '.batches'

const entryOf = (number: number, body: Buffer): Buffer => {
  const head = Buffer.alloc(headBytes)
  head.writeUInt32BE(body.length, 0)
  head.writeUInt32BE(crc32(body), 4)
  head.writeDoubleBE(number, 8)
  return Buffer.concat([head, body])
}

const scan = (path: string): SpillFile => {
  const bytes = readFileSync(path)
  const entries: Entry[] = []
  let offset = 0
  while (offset + headBytes <= bytes.length) {
    const length = bytes.readUInt32BE(offset)
    const body = bytes.subarray(offset + headBytes, offset + headBytes + length)
    if (body.length < length || crc32(body) !== bytes.readUInt32BE(offset + 4)) break
    entries.push({ number: bytes.readDoubleBE(offset + 8), offset, bytes: headBytes + length })
    offset += headBytes + length
  }
  return { path, entries, end: offset }
}

export interface SpillFiles {
  bytes(): number
  count(): number
  lastNumber(): number | null
  /** After all others; rejects where it cannot be written, and then it is as if it had not been tried. */
  append(number: number, body: Buffer): Promise<void>
  /** Before all others: in their order, by numbers below those that are there. */
  prepend(batches: readonly { number: number; body: Buffer }[]): Promise<void>
  /** The entry at this place, from the oldest on. Null where it cannot be read any more. */
  read(at: number): { number: number; batch: Batch | null }
  /** These are no longer needed. */
  dropUpTo(number: number): void
  close(): Promise<void>
}

export const openSpillFiles = (directory: string): SpillFiles => {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  let files = readdirSync(directory)
    .filter((name) => name.endsWith(suffix))
    .toSorted()
    .map((name) => scan(join(directory, name)))
  for (const { path, entries } of files) if (entries.length === 0) rmSync(path, { force: true })
  files = files.filter(({ entries }) => entries.length > 0)
  let writing: { file: SpillFile; handle: FileHandle } | null = null

  const create = async (number: number): Promise<{ file: SpillFile; handle: FileHandle }> => {
    const path = join(directory, `${String(number).padStart(17, '0')}${suffix}`)
    return { file: { path, entries: [], end: 0 }, handle: await open(path, 'wx', 0o600) }
  }
  const write = async ({ file, handle }: { file: SpillFile; handle: FileHandle }, number: number, body: Buffer) => {
    const entry = entryOf(number, body)
    const { bytesWritten } = await handle.write(entry, 0, entry.length, file.end)
    if (bytesWritten !== entry.length) throw new Error('The disk took only a part.')
    file.entries.push({ number, offset: file.end, bytes: entry.length })
    file.end += entry.length
  }
  const endWriting = async () => {
    const handle = writing?.handle
    writing = null
    await handle?.close()
  }

  return {
    bytes: () => files.reduce((sum, { end }) => sum + end, 0),
    count: () => files.reduce((sum, { entries }) => sum + entries.length, 0),
    lastNumber: () => files.at(-1)?.entries.at(-1)?.number ?? null,
    append: async (number, body) => {
      if (writing && writing.file.end >= mostFileBytes) await endWriting()
      if (writing === null || !files.includes(writing.file)) {
        await endWriting()
        writing = await create(number)
      }
      const { file, handle } = writing
      try {
        await write(writing, number, body)
        if (!files.includes(file)) files.push(file)
      } catch (error) {
        // What was written of it would stand before the next one.
        await handle.truncate(file.end).catch(() => {})
        await endWriting().catch(() => {})
        if (file.entries.length === 0) rmSync(file.path, { force: true })
        throw error
      }
    },
    prepend: async (batches) => {
      if (batches.length === 0) return
      const made = await create(batches[0]!.number)
      try {
        for (const { number, body } of batches) await write(made, number, body)
        files.unshift(made.file)
      } catch (error) {
        rmSync(made.file.path, { force: true })
        throw error
      } finally {
        await made.handle.close()
      }
    },
    read: (at) => {
      let left = at
      const file = files.find(({ entries }) => left < entries.length || ((left -= entries.length), false))!
      const { number, offset, bytes } = file.entries[left]!
      const buffer = Buffer.alloc(bytes)
      try {
        const descriptor = openSync(file.path, 'r')
        readSync(descriptor, buffer, 0, bytes, offset)
        closeSync(descriptor)
        return { number, batch: JSON.parse(inflateRawSync(buffer.subarray(headBytes)).toString('utf8')) as Batch }
      } catch {
        return { number, batch: null }
      }
    },
    dropUpTo: (number) => {
      for (let first = files[0]; first; first = files[0]) {
        while (first.entries.length > 0 && first.entries[0]!.number <= number) first.entries.shift()
        if (first.entries.length > 0) return
        rmSync(first.path, { force: true })
        files.shift()
      }
    },
    close: endWriting,
  }
}
