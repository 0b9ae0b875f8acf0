/** Makes the bytes of an export of its entries, in chunks of at most 64 KiB, with what a manifest says of them. */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import type { EntryFormat } from './exported-entry.ts'
import type { ExportPage } from './export-entries.store.ts'

export const chunkBytes = 65_536
/** Half the time of the usual level 6 for a few per cent more bytes. */
const gzipLevel = 3

export interface ExportProgress {
  rows: number
  /** 0 to 1, of what has to be looked through. */
  share: number
}

interface Digest {
  bytes: number
  sha256: string
}

export interface ExportFacts {
  rows: number
  firstSequence: number | null
  lastSequence: number | null
  /** Before gzip. */
  content: Digest
  /** As it is sent. */
  file: Digest
}

export interface ExportChunk {
  /** A buffer of its own, to be given away. */
  bytes: Uint8Array<ArrayBuffer>
  progress: ExportProgress
}

const createDigest = () => {
  const hash = createHash('sha256')
  let bytes = 0
  return {
    add: (part: Uint8Array) => {
      hash.update(part)
      bytes += part.length
    },
    end: (): Digest => ({ bytes, sha256: hash.digest('hex') }),
  }
}

/** Pieces of any size as full chunks; the last may be smaller. */
async function* inChunks(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let chunk = new Uint8Array(chunkBytes)
  let filled = 0
  for await (const piece of pieces) {
    for (let from = 0; from < piece.length;) {
      const part = piece.subarray(from, from + chunkBytes - filled)
      chunk.set(part, filled)
      filled += part.length
      from += part.length
      if (filled < chunkBytes) break
      yield chunk
      chunk = new Uint8Array(chunkBytes)
      filled = 0
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled)
}

/** The next chunk is made when it is asked for, not before. Returns what a manifest says of the whole. */
export async function* makeContent(
  nextPage: () => ExportPage | null,
  format: EntryFormat,
  gzip: boolean,
): AsyncGenerator<ExportChunk, ExportFacts> {
  const content = createDigest()
  // What is not compressed is sent as it is, and hashed once.
  const file = gzip ? createDigest() : null
  const progress: ExportProgress = { rows: 0, share: 0 }
  let firstSequence: number | null = null
  let lastSequence: number | null = null

  function* plain(): Generator<Uint8Array> {
    const piece = (text: string) => {
      const bytes = Buffer.from(text)
      content.add(bytes)
      return bytes
    }
    if (format.head !== '') yield piece(format.head)
    for (let page = nextPage(); page !== null; page = nextPage()) {
      progress.share = page.share
      const [first] = page.entries
      if (!first) continue
      firstSequence ??= first.sequence
      lastSequence = page.entries.at(-1)!.sequence
      progress.rows += page.entries.length
      yield piece(page.entries.map(format.line).join(''))
    }
  }

  const pieces = gzip
    ? Readable.from(plain(), { objectMode: true, highWaterMark: 1 }).pipe(createGzip({ level: gzipLevel, chunkSize: chunkBytes }))
    : plain()
  for await (const bytes of inChunks(pieces as AsyncIterable<Uint8Array> | Iterable<Uint8Array>)) {
    file?.add(bytes)
    yield { bytes, progress: { ...progress } }
  }
  const whole = content.end()
  return { rows: progress.rows, firstSequence, lastSequence, content: whole, file: file?.end() ?? whole }
}
