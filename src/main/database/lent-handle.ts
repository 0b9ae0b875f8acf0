/** A writable handle that ends with the transaction it was lent for. */
import type { Writable } from './database.ts'

/** Kept beyond its change, a handle would write without an entry in the log. */
export const lendHandle = (tx: Writable): { handle: Writable; end(): void } => {
  let ended = false
  const use = (): Writable => {
    if (ended) throw new Error('This handle was lent for one change, and that change has ended.')
    return tx
  }
  return {
    handle: {
      get: (sql, params) => use().get(sql, params),
      all: (sql, params) => use().all(sql, params),
      run: (sql, params) => use().run(sql, params),
    },
    end: () => {
      ended = true
    },
  }
}
