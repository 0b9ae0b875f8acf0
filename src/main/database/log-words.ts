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
  // By kind, id and name: no text is put together to find an actor that is known.
  const actors = new Map<string, Map<string, Map<string, Word>>>()
  let actorCount = 0
  const namesOf = (kind: string, reference: string): Map<string, Word> => {
    let ofKind = actors.get(kind)
    if (!ofKind) actors.set(kind, (ofKind = new Map()))
    let names = ofKind.get(reference)
    if (!names) ofKind.set(reference, (names = new Map()))
    return names
  }
  return {
    text: (tx, text) => {
      const known = texts.get(text)
      if (known) return known
      const word = { id: textId(tx, text), encoded: netstring(text) }
      if (texts.size >= keptWords) texts.clear()
      texts.set(text, word)
      return word
    },
    actor: (tx, kind, id, name) => {
      const reference = id ?? ''
      const known = actors.get(kind)?.get(reference)?.get(name)
      if (known) return known
      const word = { id: actorId(tx, { kind, reference, name }), encoded: encodeActor({ kind, id, name }) }
      actorCount += 1
      if (actorCount > keptWords) {
        actors.clear()
        actorCount = 1
      }
      namesOf(kind, reference).set(name, word)
      return word
    },
    forget: () => {
      texts.clear()
      actors.clear()
      actorCount = 0
    },
  }
}
