/** Browse the log, show one entry's place in the chain, verify the whole. */
import { join } from 'node:path'
import type { Clock } from '../../../ports/clock.ts'
import type { AuditFilter } from '../../../shared/contract/audit-filter.ts'
import type { AuditEntryDetail } from '../../../shared/contract/audit.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { Database } from '../../database/database.ts'
import { indexDirectory, partEntries } from '../../database/log-index/index-schema.ts'
import type { Reader } from '../../database/reader.ts'
import type { AuditSlices } from './audit.slices.ts'
import { entryAt, logBounds } from './audit.store.ts'
import { proveEntry } from './entry-proof.service.ts'
import type { Trust, TrustedKey } from './head-break.ts'
import type { Choices } from './filter-choices.store.ts'
import { readHeadFiles } from './head-places.ts'
import type { HeadPlaces } from './head-places.ts'
import { keptHeadFile } from './kept-head.ts'
import { droppedAs } from './retention.store.ts'
import type { RowsInUse } from './rows-in-use.ts'
import { createVerification } from './verification.service.ts'

export interface AuditOptions {
  database: Database
  reader: Reader<AuditSlices>
  /** For a verification, so that nobody at a screen waits behind it; the same where there is one only. */
  longReader?: Reader<AuditSlices>
  clock: Clock
  dataDirectory: string
  /** The public keys that this installation's own sealed private keys belong to; null while the vault is not open. */
  trustedKeys(): TrustedKey[] | null
  /** Where signed heads are kept; only in the data directory unless said. */
  places?: HeadPlaces
  /** Entries a part of the log's index; tests take less. */
  partSize?: number
  /** Told while a verification goes by the horizon that it began with. */
  rowsInUse?: Pick<RowsInUse, 'begin'>
  /** Told of a part of the index that a verification found wrong. */
  onWrongPart?(file: string): void
}

const sliceMs = 40
/** A page and the way to its reader take at most 50 ms. */
const pageMs = 30
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
  const places = options.places ?? { files: [{ name: keptHeadFile, path: join(options.dataDirectory, keptHeadFile) }], slow: null }
  const trust = (): Trust => ({ installationId: database.installationId, keys: options.trustedKeys() })
  const verification = createVerification({
    database,
    reader: options.longReader ?? reader,
    clock,
    places,
    index: { directory: join(options.dataDirectory, indexDirectory), partSize: options.partSize ?? partEntries },
    trust,
    sliceMs,
    useRows: () => options.rowsInUse?.begin() ?? (() => {}),
    onWrongPart: (file) => options.onWrongPart?.(file),
  })

  return {
    list: (filter: AuditFilter, before: number | null, limit: number) =>
      reader.run('audit.list', { filter, before, limit, budgetMs: pageMs }),

    entry: async (sequence: number): Promise<AuditEntryDetail> => {
      const { stored, dropped } = database.read((db) => ({ stored: entryAt(db, sequence), dropped: droppedAs(db, sequence) }))
      if (dropped) throw new GatehouseError('NOT_FOUND', dropped, {})
      if (!stored) throw new GatehouseError('NOT_FOUND', `There is no entry ${sequence} in the log.`, {})
      const { kept } = readHeadFiles(places)
      const midnight = Math.floor(clock.now() / dayMs) * dayMs
      return {
        entry: stored.entry,
        detail: detailOf(stored.detail),
        proof: await proveEntry((query) => database.read(query), stored, { reader, trust: trust(), kept, sliceMs }),
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

    verify: verification.verify,
    stopVerification: async () => {
      await verification.stop()
      return {}
    },
    close: () => verification.close(),
  }
}
export type Audit = ReturnType<typeof createAudit>
