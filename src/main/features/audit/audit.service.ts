/** Browse the log, show one entry's place in the chain, verify the whole. */
import { join } from 'node:path'
import type { Clock } from '../../../ports/clock.ts'
import type { AuditEntryDetail, AuditFilter, EntryProof, SignedHead, VerifyEvent } from '../../../shared/contract/audit.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { By, Database } from '../../database/database.ts'
import type { Reader } from '../../database/reader.ts'
import type { AuditSlices } from './audit.slices.ts'
import { filterChoices, relatedCounts } from './audit-list.store.ts'
import { entryAt, firstHeadFrom, hoursUntil, logBounds, newestHead } from './audit.store.ts'
import type { HeadRow, HourRow, StoredEntry } from './audit.store.ts'
import type { Break, TrustedKey } from './head-break.ts'
import { countHour } from './hour-counts.ts'
import { keptHeadFile, readKeptHead } from './kept-head.ts'
import { verdictOf } from './verdict.ts'

export interface AuditOptions {
  database: Database
  reader: Reader<AuditSlices>
  clock: Clock
  dataDirectory: string
  /** The public keys that this installation's own sealed private keys belong to. */
  trustedKeys(): TrustedKey[]
}

const sliceMs = 40
/** A proof walks at most this far up to a signed head. */
const proofReach = 5_000
const dayMs = 86_400_000

const headOf = (row: HeadRow): SignedHead => ({ sequence: row.sequence, atMs: row.at_ms, hash: row.hash, keyId: row.key_id })

export const createAudit = (options: AuditOptions) => {
  const { database, reader, clock } = options
  const keptHeadPath = join(options.dataDirectory, keptHeadFile)

  const proofOf = async (stored: StoredEntry): Promise<EntryProof> => {
    const { older, newer, head, before } = database.read((db) => {
      const olderEntry = entryAt(db, stored.sequence - 1)
      const bounds = logBounds(db)
      return {
        older: olderEntry,
        newer: entryAt(db, stored.sequence + 1),
        head: firstHeadFrom(db, stored.sequence),
        before: olderEntry?.hash ?? (bounds.horizonSequence === stored.sequence - 1 ? bounds.horizonHash : ''),
      }
    })
    const olderPrevious = older ? (database.read((db) => entryAt(db, older.sequence - 1)?.hash) ?? '') : ''
    const until = Math.min(head?.sequence ?? stored.sequence + 1, stored.sequence + proofReach)
    const slice = await reader.run('audit.verify', {
      installationId: database.installationId,
      after: stored.sequence - 1,
      previousHash: before,
      until: Math.max(stored.sequence, head ? until : (newer?.sequence ?? stored.sequence)),
      keys: options.trustedKeys(),
      keptHead: null,
      budgetMs: 1000,
    })
    const link = (entry: StoredEntry | null, previousHash: string) =>
      entry && { sequence: entry.sequence, atMs: entry.atMs, hash: entry.hash, previousHash }
    return {
      state: slice.broken ? 'broken' : slice.head ? 'proved' : 'unsigned',
      reason: slice.broken?.sentence ?? null,
      entry: link(stored, before)!,
      newer: link(newer, stored.hash),
      older: link(older, olderPrevious),
      head: head ? headOf(head) : null,
    }
  }

  return {
    list: (filter: AuditFilter, before: number | null, limit: number) =>
      reader.run('audit.list', { filter, before, limit, budgetMs: sliceMs }),

    entry: async (sequence: number): Promise<AuditEntryDetail> => {
      const stored = database.read((db) => entryAt(db, sequence))
      if (!stored) throw new GatehouseError('NOT_FOUND', `There is no entry ${sequence} in the log.`, {})
      let detail: Record<string, unknown> = {}
      try {
        detail = JSON.parse(stored.detail) as Record<string, unknown>
      } catch {
        detail = { unreadable: stored.detail }
      }
      const midnight = Math.floor(clock.now() / dayMs) * dayMs
      return {
        entry: stored.entry,
        detail,
        proof: await proofOf(stored),
        related: database.read((db) => relatedCounts(db, stored.entry, midnight)),
      }
    },

    choices: () => database.read(filterChoices),

    size: () => {
      const bounds = database.read(logBounds)
      return {
        firstSequence: bounds.firstSequence,
        lastSequence: bounds.lastSequence,
        entries: bounds.lastSequence === 0 ? 0 : bounds.lastSequence - bounds.firstSequence + 1,
      }
    },

    /** Progress, then the verdict. Ends early when the signal aborts. The result is itself entered into the log. */
    verify: async function* (by: By, signal: AbortSignal | undefined): AsyncGenerator<VerifyEvent> {
      const startedMs = clock.monotonic()
      await database.flush()
      const { bounds, top } = database.read((db) => ({ bounds: logBounds(db), top: newestHead(db) }))
      const kept = readKeptHead(keptHeadPath)
      const keptHead = kept === 'unreadable' ? null : kept
      const until = bounds.lastSequence
      const total = Math.max(0, until - bounds.horizonSequence)
      const hours = new Map<string, HourRow>()
      let after = bounds.horizonSequence
      let previousHash = bounds.horizonHash
      let checked = 0
      let head: HeadRow | null = null
      let broken: Break | null = null
      yield { kind: 'progress', checked, total }
      while (after < until && !broken) {
        if (signal?.aborted) return
        const slice = await reader.run('audit.verify', {
          installationId: database.installationId,
          after,
          previousHash,
          until,
          keys: options.trustedKeys(),
          keptHead,
          budgetMs: sliceMs,
        })
        checked += slice.checked
        after = slice.lastSequence
        previousHash = slice.lastHash
        head = slice.head ?? head
        broken = slice.broken
        for (const row of slice.hours) countHour(hours, row)
        yield { kind: 'progress', checked, total }
      }
      const verdict = verdictOf({
        bounds,
        checked,
        broken,
        head,
        newestHead: top,
        keptHead: kept,
        hours,
        storedHours: broken ? [] : database.read((db) => hoursUntil(db, until)),
        keptIn: keptHeadFile,
        tookMs: Math.round(clock.monotonic() - startedMs),
      })
      await database.append(by, {
        action: 'log.verified',
        message: verdict.intact
          ? `The log was verified: ${verdict.checked} entries are intact`
          : `The log was verified and is broken: ${verdict.broken?.sentence ?? ''}`,
        severity: verdict.intact ? 'info' : 'critical',
        outcome: verdict.intact ? 'done' : 'failed',
        detail: {
          checked: verdict.checked,
          upTo: verdict.lastSequence,
          headSequence: verdict.head?.sequence ?? null,
          brokenAt: verdict.broken?.sequence ?? null,
        },
      })
      yield { kind: 'verdict', verdict }
    },
  }
}
export type Audit = ReturnType<typeof createAudit>
