/** SQL of the dictionary: names as small numbers, 0 for null. */
import type { Readable, Writable } from '../../database/database.ts'

export interface Words {
  /** The number of a word, which is made where there is none. */
  id(tx: Writable, text: string | null): number
  /** Remembers what the transaction made; to be called once it is committed. */
  committed(): void
  /** Forgets what the transaction made: it was rolled back. */
  rolledBack(): void
}

export const createWords = (): Words => {
  const known = new Map<string, number>()
  const fresh = new Map<string, number>()
  return {
    id: (tx, text) => {
      if (text === null) return 0
      const found = known.get(text) ?? fresh.get(text)
      if (found !== undefined) return found
      // An update that changes nothing, because only a row that is written is returned.
      const { id } = tx.get<{ id: number }>(
        '/* traffic keep word */ INSERT INTO traffic_word (text) VALUES (@text) ON CONFLICT (text) DO UPDATE SET text = @text RETURNING id',
        { text },
      )!
      fresh.set(text, id)
      return id
    },
    committed: () => {
      for (const [text, id] of fresh) known.set(text, id)
      fresh.clear()
    },
    rolledBack: () => fresh.clear(),
  }
}

/** Numbers of those that there are. */
export const wordIds = (db: Readable, texts: readonly string[]): number[] =>
  db
    .all<{ id: number }>('/* traffic word ids */ SELECT id FROM traffic_word WHERE text IN (SELECT value FROM json_each(@texts))', {
      texts: JSON.stringify(texts),
    })
    .map(({ id }) => id)

export const wordTexts = (db: Readable, ids: Iterable<number>): Map<number, string> =>
  new Map(
    db
      .all<{ id: number; text: string }>(
        '/* traffic word texts */ SELECT id, text FROM traffic_word WHERE id IN (SELECT value FROM json_each(@ids))',
        { ids: JSON.stringify([...ids]) },
      )
      .map(({ id, text }) => [id, text]),
  )
