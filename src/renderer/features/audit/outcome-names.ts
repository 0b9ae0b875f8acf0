/** The words for how an act ended. */
import type { Outcome } from '../../../shared/contract/audit.ts'

export const outcomeNames: Record<Outcome, string> = { done: 'Done', refused: 'Refused', failed: 'Failed' }
