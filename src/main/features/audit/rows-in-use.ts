/** Who reads the log from end to end: while somebody does, retention waits, so that a run goes by one horizon from its first entry to its last. */

export interface RowsInUse {
  /** A verification or an export begins; the answer ends it, once. */
  begin(): () => void
  now(): boolean
}

export const createRowsInUse = (): RowsInUse => {
  const runs = new Set<object>()
  return {
    begin: () => {
      const run = {}
      runs.add(run)
      return () => void runs.delete(run)
    },
    now: () => runs.size > 0,
  }
}
