/** What the reader worker answers for this feature. */
import { listEntries } from './audit-list.store.ts'
import { verifySlice } from './verify.slices.ts'

export const auditSlices = { 'audit.list': listEntries, 'audit.verify': verifySlice }
export type AuditSlices = typeof auditSlices
