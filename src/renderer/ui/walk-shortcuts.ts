/** The keys of a long list, to be registered by its page: next, previous, open. */
import type { WalkedList } from './use-walked-list.ts'

interface WalkWords {
  /** In the list of keys. */
  group: string
  /** One of the rows, as in `Open the alert`. */
  one: string
  /** Where `Next …` does not say enough. */
  next?: string
  previous?: string
}

export const walkShortcuts = <Row, Id>(
  { step, open, cursorId }: Pick<WalkedList<Row, Id>, 'step' | 'open' | 'cursorId'>,
  { group, one, next = `Next ${one}`, previous = `Previous ${one}` }: WalkWords,
) => [
  { keys: 'j', label: next, group, run: () => step(1) },
  { keys: 'k', label: previous, group, run: () => step(-1) },
  { keys: 'Enter', label: `Open the ${one}`, group, run: () => cursorId !== null && open(cursorId) },
]
