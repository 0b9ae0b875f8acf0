/** Browse the log, show one entry's place in the chain, verify the whole. */
import { join } from 'node:path'
import type { Clock } from '../../../ports/clock.ts'
import type { AuditFilter } from '../../../shared/contract/audit-filter.ts'
import type { AuditEntryDetail } from '../../../shared/contract/audit.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { Database } from '../../database/database.ts'
import type { Reader } from '../../database/reader.ts'
import type { AuditSlices } from './audit.slices.ts'
import { entryAt, logBounds } from './audit.store.ts'
import { proveEntry } from './entry-proof.service.ts'
import type { Trust, TrustedKey } from './head-break.ts'
import type { Choices } from './filter-choices.store.ts'
import { keptHeadFile, readKeptHead } from './kept-head.ts'
import { droppedAs } from './retention.store.ts'
import { createVerification } from './verification.service.ts'

export interface AuditOptions {
  database: Database
  reader: Reader<AuditSlices>
  clock: Clock
  dataDirectory: string
  /** The public keys that this installation's own sealed private keys belong to; null while the vault is not open. */
  trustedKeys(): TrustedKey[] | null
}

const sliceMs = 40
const dayMs = 86_400_000

/** Something else may lie there only where somebody put it there: such an entry must be shown too. */
const detailOf = (json: string): Record<string, unknown> => {
  try {
    const detail: unknown = JSON.parse(json)
    if (typeof detail === 'object' && detail !== null && !Array.isArray(detail)) return detail as Record<string, unknown>
  } catch {
    // Shown as it is.
  }
  return { unreadable: json }
}

export const createAudit = (options: AuditOptions) => {
  const { database, reader, clock } = options
  const keptHeadPath = join(options.dataDirectory, keptHeadFile)
  const trust = (): Trust => ({ installationId: database.installationId, keys: options.trustedKeys() })
  const verify = createVerification({ database, reader, clock, keptHeadPath, trust, sliceMs })

  return {
    list: (filter: AuditFilter, before: number | null, limit: number) =>
      reader.run('audit.list', { filter, before, limit, budgetMs: sliceMs }),

    entry: async (sequence: number): Promise<AuditEntryDetail> => {
      const { stored, dropped } = database.read((db) => ({ stored: entryAt(db, sequence), dropped: droppedAs(db, sequence) }))
      if (dropped) throw new GatehouseError('NOT_FOUND', dropped, {})
      if (!stored) throw new GatehouseError('NOT_FOUND', `There is no entry ${sequence} in the log.`, {})
      const kept = readKeptHead(keptHeadPath)
      const keptHead = kept === 'unreadable' || kept === null ? null : { head: kept, keptIn: keptHeadFile }
      const midnight = Math.floor(clock.now() / dayMs) * dayMs
      return {
        entry: stored.entry,
        detail: detailOf(stored.detail),
        proof: await proveEntry((query) => database.read(query), stored, { reader, trust: trust(), kept: keptHead, sliceMs }),
        related: await reader.run('audit.related', { entry: stored.entry, sinceMs: midnight, budgetMs: sliceMs }),
      }
    },

    choices: async (): Promise<Choices> => {
      for (;;) {
        const choices = await reader.run('audit.choices', { budgetMs: sliceMs })
        if (choices !== null) return choices
      }
    },

    size: () => {
      const { firstSequence, lastSequence } = database.read(logBounds)
      return { firstSequence, lastSequence, entries: lastSequence === 0 ? 0 : lastSequence - firstSequence + 1 }
    },

    verify,
  }
}
export type Audit = ReturnType<typeof createAudit>
