/** The log's dictionary as its writer uses it: each word's id, made where it is new, and its canonical form, both kept. */
import { encodeActor, netstring } from './chain.ts'
import type { Writable } from './database.ts'

export interface Word {
  id: number
  /** As it is hashed. */
  encoded: string
}

export interface LogWords {
  text(tx: Writable, text: string): Word
  actor(tx: Writable, kind: string, id: string | null, name: string): Word
  /** After a rollback: the ids of new words were rolled back with it. */
  forget(): void
}

const keptWords = 10_000

const keep = (words: Map<string, Word>, key: string, word: Word): Word => {
  if (words.size >= keptWords) words.clear()
  words.set(key, word)
  return word
}

const textId = (tx: Writable, text: string): number =>
  (tx.get<{ id: number }>('SELECT id FROM log_text WHERE text = @text', { text }) ??
    tx.get<{ id: number }>('INSERT INTO log_text (id, text) VALUES ((SELECT coalesce(max(id), 0) + 1 FROM log_text), @text) RETURNING id', {
      text,
    }))!.id

const actorId = (tx: Writable, actor: { kind: string; reference: string; name: string }): number =>
  (tx.get<{ id: number }>('SELECT id FROM log_actor WHERE kind = @kind AND reference = @reference AND name = @name', actor) ??
    tx.get<{ id: number }>(
      'INSERT INTO log_actor (id, kind, reference, name) VALUES ((SELECT coalesce(max(id), 0) + 1 FROM log_actor), @kind, @reference, @name) RETURNING id',
      actor,
    ))!.id

export const createLogWords = (): LogWords => {
  const texts = new Map<string, Word>()
  const actors = new Map<string, Word>()
  return {
    text: (tx, text) => texts.get(text) ?? keep(texts, text, { id: textId(tx, text), encoded: netstring(text) }),
    actor: (tx, kind, id, name) => {
      const reference = id ?? ''
      // The lengths tell where one part ends, so that no two actors have one key.
      const key = `${kind} ${reference.length} ${reference}${name}`
      const known = actors.get(key)
      if (known) return known
      return keep(actors, key, { id: actorId(tx, { kind, reference, name }), encoded: encodeActor({ kind, id, name }) })
    },
    forget: () => {
      texts.clear()
      actors.clear()
    },
  }
}
