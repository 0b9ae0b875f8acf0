/** What the reader worker answers for this feature. */
import { listEntries } from './audit-list.store.ts'
import { hoursBetween, hoursWithRest } from './audit.store.ts'
import { filterChoices } from './filter-choices.store.ts'
import { histogramOf } from './histogram.store.ts'
import { indexCheckSlices } from './index-check.slices.ts'
import { relatedCounts } from './related-entries.store.ts'
import { statisticsOf } from './statistics.store.ts'
import { verifySlice } from './verify.slices.ts'

export const auditSlices = {
  'audit.list': listEntries,
  'audit.choices': filterChoices,
  'audit.related': relatedCounts,
  'audit.histogram': histogramOf,
  'audit.statistics': statisticsOf,
  'audit.verify': verifySlice,
  'audit.hours': hoursWithRest,
  'audit.hoursBetween': hoursBetween,
  ...indexCheckSlices,
}
export type AuditSlices = typeof auditSlices
