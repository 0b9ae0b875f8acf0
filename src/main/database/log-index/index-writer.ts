/**
 * Brings the log's index up to the log, a step at a time: the newest entries first, then what is missing below them.
 * Never writes to the log; holds no read transaction over a step. What does not fit the log is made anew from it.
 */
import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { genesisHash } from '../chain.ts'
import { openForReading } from '../connection.ts'
import type { Readable } from '../database.ts'
import { storageFaultOf } from '../sqlite-errors.ts'
import { firstSequenceOf, lastSequenceOf, partEntries, partFileOf, partNumberOf, partNumberOfFile } from './index-schema.ts'
import { createPart, openPart, removePart } from './part-file.ts'
import type { PartFile, PartIdentity } from './part-file.ts'
import { createWords } from './read-entries.ts'
import { createRowReading } from './read-rows.ts'
import { createTermText } from './term-text.ts'

export interface IndexWriterOptions {
  databasePath: string
  /** Of the index; made with mode 0700 where it is missing. */
  directory: string
  /** Entries a part; tests take less. */
  partSize?: number
}

export interface SealedPart {
  file: string
  firstSequence: number
  lastSequence: number
  sha256: string
}

export interface StepResult {
  /** False where all that can be done is done. */
  more: boolean
  /** A part that was sealed by this step: to be entered in the log. */
  sealed: SealedPart | null
  /** A part that is not as the log says it was sealed; it is made anew. */
  damaged: string | null
}

export interface IndexReach {
  /** Entries up to this one are in, all of them. */
  indexedSequence: number
  /** Entries that are not in yet, there or further up. */
  behind: number
}

export interface IndexWriter {
  /** Takes some 100 ms at most; a step that seals a part, or looks whether one is sound, up to a second. Throws where disk or log refuse. */
  step(): StepResult
  reach(): IndexReach
  /** Looks at a part again: somebody found it unreadable. */
  doubt(file: string): void
  /** Takes a part away that was found wrong: the next steps make it anew. */
  reject(file: string): void
  close(): void
}

const stepEntries = 8_000
/** The one that grows, and the one below it that is being made up for. */
const mostOpen = 2

interface Bounds {
  horizon: number
  horizonHash: string
  last: number
}
const safe = (sequence: number | undefined): number => (sequence !== undefined && Number.isSafeInteger(sequence) ? sequence : 0)

const readBounds = (log: Readable): Bounds => {
  const horizon = log.get<{ sequence: number; hash: string }>('SELECT sequence, hash FROM log_horizon')
  const last = log.get<{ sequence: number }>('SELECT sequence FROM log_entry WHERE sequence <= @most ORDER BY sequence DESC LIMIT 1', {
    most: Number.MAX_SAFE_INTEGER,
  })
  return { horizon: safe(horizon?.sequence), horizonHash: horizon?.hash ?? genesisHash, last: safe(last?.sequence) }
}

const hashAt = (log: Readable, sequence: number): string | null =>
  log.get<{ hash: string }>('SELECT lower(hex(hash)) AS hash FROM log_entry WHERE sequence = @sequence', { sequence })?.hash ?? null

/** What a part's file is called, or one of those beside it. */
const ofPart = /^\d{12,16}\.db(?:-wal|-shm|-journal|\.sealing)?$/

/** Faults of the disk are waited for; any other says that the file itself is no good. */
const isFileAtFault = (error: unknown): boolean => {
  const fault = storageFaultOf(error)
  return fault === null || fault === 'corrupt'
}

export const createIndexWriter = ({ databasePath, directory, partSize = partEntries }: IndexWriterOptions): IndexWriter => {
  const { connection: logConnection, handle: log } = openForReading(databasePath)
  const termsOf = createTermText(createWords(log))
  const reading = createRowReading(logConnection)
  const installationId = log.get<{ id: string }>('SELECT id FROM installation')!.id
  const complete = new Set<number>()
  /** Told as damaged, and not sealed again yet. */
  const remaking = new Set<number>()
  /** What this writer sealed itself: the log may not say so yet. */
  const sealedHere = new Map<number, string>()
  const open = new Map<number, PartFile>()
  let tidiedBelow: number | null = null
  let bounds = readBounds(log)

  const pathOf = (number: number): string => join(directory, partFileOf(number, partSize))
  const identityOf = (number: number): PartIdentity => ({ installationId, firstSequence: firstSequenceOf(number, partSize) })

  const letGo = (number: number): void => {
    const file = open.get(number)
    open.delete(number)
    file?.close()
  }
  const keep = (number: number, file: PartFile): PartFile => {
    for (const other of [...open.keys()].slice(0, Math.max(0, open.size + 1 - mostOpen))) letGo(other)
    open.set(number, file)
    return file
  }

  const makePart = (number: number): PartFile => {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    return createPart(pathOf(number), identityOf(number))
  }

  /** Removes files of parts that the log has no entries for any more, or not yet. */
  const tidy = (): void => {
    if (tidiedBelow === bounds.horizon) return
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    const lowest = partNumberOf(bounds.horizon + 1, partSize)
    const highest = partNumberOf(Math.max(1, bounds.last), partSize)
    const wanted = new Set<string>()
    for (const name of readdirSync(directory)) {
      const number = partNumberOf(Number(name.slice(0, name.indexOf('.'))), partSize)
      if (
        ofPart.test(name) &&
        !name.endsWith('.sealing') &&
        number >= lowest &&
        number <= highest &&
        name.startsWith(partFileOf(number, partSize))
      )
        wanted.add(name)
    }
    for (const number of open.keys()) if (number < lowest) letGo(number)
    for (const name of readdirSync(directory)) if (ofPart.test(name) && !wanted.has(name)) removePart(join(directory, name))
    tidiedBelow = bounds.horizon
  }

  /** Whether the part's newest entry is in the log as it was when it was indexed: then so is all below it. */
  const fitsLog = (row: { indexed_sequence: number; indexed_hash: string }): boolean =>
    row.indexed_sequence > bounds.horizon && hashAt(log, row.indexed_sequence) === row.indexed_hash

  const enteredHash = (file: string): string | null =>
    log.get<{ sha256: string }>('SELECT sha256 FROM log_index_part WHERE file = @file', { file })?.sha256 ?? null

  const openExisting = (number: number): { file: PartFile | null; damaged: boolean } => {
    const path = pathOf(number)
    const entered = sealedHere.get(number) ?? enteredHash(partFileOf(number, partSize))
    const stats = statSync(path, { throwIfNoEntry: false })
    if (!stats?.isFile()) return { file: null, damaged: stats !== undefined && entered !== null }
    try {
      const found = openPart(path, identityOf(number))
      if (!found) return { file: null, damaged: entered !== null }
      if (found.sealed) {
        if (!fitsLog(found.row)) return { file: null, damaged: false }
        // Sealed by somebody else, or just before a kill: no entry of the log speaks for it.
        if (entered !== found.sha256) return { file: null, damaged: entered !== null }
        complete.add(number)
        return { file: null, damaged: false }
      }
      if (fitsLog(found.row)) return { file: found.file, damaged: false }
      found.file.close()
      return { file: null, damaged: false }
    } catch (error) {
      if (!isFileAtFault(error)) throw error
      return { file: null, damaged: entered !== null }
    }
  }

  /** The newest part that has entries which are not in it; its number, or null where all is done. */
  const nextPart = (): number | null => {
    for (let cursor = bounds.last; cursor > bounds.horizon;) {
      const number = partNumberOf(cursor, partSize)
      const isDone = complete.has(number) || (open.get(number)?.indexedSequence === cursor && cursor === bounds.last && !isFull(number))
      if (!isDone) return number
      cursor = safe(
        log.get<{ sequence: number }>('SELECT sequence FROM log_entry WHERE sequence < @first ORDER BY sequence DESC LIMIT 1', {
          first: firstSequenceOf(number, partSize),
        })?.sequence,
      )
    }
    return null
  }
  /** No entry can come to it any more. */
  const isFull = (number: number): boolean => bounds.last >= lastSequenceOf(number, partSize)

  const seal = (number: number, file: PartFile): SealedPart => {
    open.delete(number)
    const sha256 = file.seal()
    sealedHere.set(number, sha256)
    remaking.delete(number)
    complete.add(number)
    return {
      file: partFileOf(number, partSize),
      firstSequence: firstSequenceOf(number, partSize),
      lastSequence: file.indexedSequence,
      sha256,
    }
  }

  const fill = (number: number, file: PartFile): SealedPart | null => {
    const after = Math.max(file.indexedSequence, bounds.horizon)
    const stretch = reading.between(after, Math.min(bounds.last, lastSequenceOf(number, partSize)), stepEntries)
    file.add(stretch, termsOf)
    const isMade = file.indexedSequence >= firstSequenceOf(number, partSize)
    return isMade && stretch.rows.length < stepEntries && isFull(number) ? seal(number, file) : null
  }

  return {
    step: () => {
      bounds = readBounds(log)
      tidy()
      const number = nextPart()
      if (number === null) return { more: false, sealed: null, damaged: null }
      let file = open.get(number)
      if (file && file.indexedSequence > bounds.last) {
        // The log's end was cut off behind the console's back.
        letGo(number)
        removePart(pathOf(number))
        return { more: true, sealed: null, damaged: null }
      }
      if (!file) {
        const found = openExisting(number)
        if (complete.has(number)) return { more: true, sealed: null, damaged: null }
        file = keep(number, found.file ?? makePart(number))
        if (found.damaged && !remaking.has(number)) {
          remaking.add(number)
          return { more: true, sealed: null, damaged: partFileOf(number, partSize) }
        }
      }
      try {
        return { more: true, sealed: fill(number, file), damaged: null }
      } catch (error) {
        letGo(number)
        if (storageFaultOf(error) === 'corrupt') removePart(pathOf(number))
        throw error
      }
    },
    reach: () => {
      let behind = 0
      let indexedSequence = bounds.last
      for (let number = partNumberOf(Math.max(1, bounds.last), partSize); lastSequenceOf(number, partSize) > bounds.horizon; number--) {
        if (complete.has(number)) continue
        const last = Math.min(bounds.last, lastSequenceOf(number, partSize))
        const reached = Math.max(bounds.horizon, open.get(number)?.indexedSequence ?? firstSequenceOf(number, partSize) - 1)
        behind += Math.max(0, last - reached)
        if (reached < last) indexedSequence = reached
      }
      return { indexedSequence, behind }
    },
    doubt: (file) => {
      const number = partNumberOfFile(file, partSize)
      if (number === null) return
      complete.delete(number)
      // When it is opened again, it is looked through.
      letGo(number)
    },
    reject: (file) => {
      const number = partNumberOfFile(file, partSize)
      if (number === null) return
      complete.delete(number)
      letGo(number)
      removePart(pathOf(number))
    },
    close: () => {
      for (const number of open.keys()) letGo(number)
      logConnection.close()
    },
  }
}
