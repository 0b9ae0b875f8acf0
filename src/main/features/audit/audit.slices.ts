/** What the reader worker answers for this feature. */
import type { Readable } from '../../database/database.ts'
import { listEntries } from './audit-list.store.ts'
import { hoursWithRest } from './audit.store.ts'
import { filterChoices } from './filter-choices.store.ts'
import { relatedCounts } from './related-entries.store.ts'
import { verifySlice } from './verify.slices.ts'

export const auditSlices = {
  'audit.list': listEntries,
  'audit.choices': filterChoices,
  'audit.related': relatedCounts,
  'audit.verify': verifySlice,
  'audit.hours': (db: Readable, { after }: { after: number }) => hoursWithRest(db, after),
}
export type AuditSlices = typeof auditSlices
