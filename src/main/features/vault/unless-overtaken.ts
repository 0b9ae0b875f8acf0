/** What the vault does by itself, unless somebody was faster: then nothing is to be done or entered. */
import type { By } from '../../database/database.ts'

export const bySystem: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }

/** Thrown within a change: between the look and the change somebody did what made it needless. */
export class NotDueAnyMore extends Error {
  override name = 'NotDueAnyMore'
}

export const unlessOvertaken = async (change: Promise<unknown>): Promise<void> => {
  try {
    await change
  } catch (error) {
    if (!(error instanceof NotDueAnyMore)) throw error
  }
}
