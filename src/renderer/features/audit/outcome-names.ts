/** The words for how an act ended. */
import type { Outcome } from '../../../shared/contract/audit-filter.ts'

export const outcomeNames: Record<Outcome, string> = { done: 'Done', refused: 'Refused', failed: 'Failed' }
