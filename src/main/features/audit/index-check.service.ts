/** Checks every part of the log's index: the sealed by their hashes, the others against the log. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { CheckedPart, PartFinding } from '../../database/log-index/check-part.ts'
import { firstSequenceOf, lastSequenceOf, partFileOf, partNumberOf } from '../../database/log-index/index-schema.ts'
import type { Reader } from '../../database/reader.ts'
import type { AuditSlices } from './audit.slices.ts'
import type { Break } from './head-break.ts'
import type { IndexSeal } from './index-seal.ts'

export interface CheckedIndex {
  directory: string
  partSize: number
}

export interface IndexCheckOptions {
  reader: Reader<AuditSlices>
  index: CheckedIndex
  installationId: string
  /** Tells this check from others. */
  check: string
  sliceMs: number
  horizonSequence: number
  /** As it is now: after an hour retention waits for nobody. */
  horizonNow(): number
  lastSequence: number
  /** By file: what the newest verified entry says of it. */
  seals: ReadonlyMap<string, IndexSeal>
}

export interface IndexCheckResult {
  broken: (Break & { file: string }) | null
  rightParts: number
  /** Sealed parts that are gone, or being made anew. */
  missingParts: number
}

const figures = new Intl.NumberFormat('en')
const mostAttempts = 3

const wrong = (part: Part, sequence: number, what: string): Break & { file: string } => ({
  file: part.file,
  kind: 'index-wrong',
  sequence,
  atMs: null,
  sentence: `The entries are intact, but the part ${part.file} of their index, over entries ${figures.format(part.firstSequence)} to ${figures.format(part.lastSequence)}, ${what}.`,
})

interface Part extends Omit<CheckedPart, 'log'> {
  file: string
}

const partsOf = ({ index, installationId, horizonSequence, lastSequence }: IndexCheckOptions): Part[] => {
  if (lastSequence <= horizonSequence) return []
  const lowest = partNumberOf(horizonSequence + 1, index.partSize)
  const highest = partNumberOf(lastSequence, index.partSize)
  return Array.from({ length: highest - lowest + 1 }, (_, offset) => {
    const number = lowest + offset
    const file = partFileOf(number, index.partSize)
    return {
      file,
      path: join(index.directory, file),
      installationId,
      horizonSequence,
      firstSequence: firstSequenceOf(number, index.partSize),
      lastSequence: lastSequenceOf(number, index.partSize),
    }
  })
}

/** Yields how much of the part is done, from 0 to 1. */
async function* comparePart(
  { reader, check, sliceMs, horizonNow }: IndexCheckOptions,
  { file: _, ...part }: Part,
): AsyncGenerator<number, PartFinding> {
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const name = `${check} ${part.firstSequence} ${attempt}`
    const horizonSequence = Math.max(part.horizonSequence, horizonNow())
    if (horizonSequence >= part.lastSequence) break
    for (let begin = true; ; begin = false) {
      const step = await reader.run('audit.checkPart', { part: { ...part, horizonSequence }, check: name, begin, budgetMs: sliceMs })
      // Entries that were dropped under the comparison are missing from the log, not wrong in the part.
      if (step.kind === 'lost' || (step.kind === 'wrong' && horizonNow() > horizonSequence)) break
      if (step.kind !== 'more') return step
      yield step.share
    }
  }
  return { kind: 'gone' }
}

/** `missing`: not there, not yet, or being made anew. */
async function* checkPart(
  options: IndexCheckOptions,
  part: Part,
): AsyncGenerator<number, (Break & { file: string }) | 'right' | 'missing'> {
  const { reader, seals, lastSequence } = options
  if (!existsSync(part.path)) return 'missing'
  const seal = seals.get(part.file)
  const hash = () => reader.run('audit.hashPart', { path: part.path })
  if (seal && (await hash()) === seal.sha256) return 'right'
  const finding = yield* comparePart(options, part)
  if (finding.kind === 'gone') return 'missing'
  if (finding.kind === 'wrong') return wrong(part, finding.sequence, finding.what)
  if (!seal || !finding.sealed) return 'right'
  // Made anew and sealed again while this was verified: then an entry that came meanwhile says so.
  const newer = await reader.run('audit.newestSeal', { file: part.file, after: lastSequence })
  if (newer && (await hash()) === newer.sha256) return 'right'
  return wrong(part, part.firstSequence, 'is not the file that was sealed')
}

/** Yields progress in entries; ends at the first part that is wrong. */
export async function* checkIndex(options: IndexCheckOptions): AsyncGenerator<{ checked: number; total: number }, IndexCheckResult> {
  const parts = partsOf(options)
  const sizeOf = (part: Part) =>
    Math.min(part.lastSequence, options.lastSequence) - Math.max(part.firstSequence - 1, options.horizonSequence)
  const total = parts.reduce((sum, part) => sum + sizeOf(part), 0)
  let done = 0
  let rightParts = 0
  let missingParts = 0
  try {
    for (const part of parts) {
      const checking = checkPart(options, part)
      let next = await checking.next()
      while (!next.done) {
        yield { checked: done + Math.floor(next.value * sizeOf(part)), total }
        next = await checking.next()
      }
      if (typeof next.value === 'object') return { broken: next.value, rightParts, missingParts }
      if (next.value === 'right') rightParts++
      else if (options.seals.has(part.file)) missingParts++
      done += sizeOf(part)
      yield { checked: done, total }
    }
  } finally {
    // Its hold on a part's file must not outlive it.
    await options.reader.run('audit.endPartCheck', null).catch(() => {})
  }
  return { broken: null, rightParts, missingParts }
}
