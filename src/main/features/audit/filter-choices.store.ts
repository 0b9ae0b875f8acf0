/** What the log can be filtered by: the values that occur, the most used first. */
import { actorKey } from '../../../shared/contract/audit-filter.ts'
import type { Actor } from '../../../shared/contract/audit-filter.ts'
import type { Readable } from '../../database/database.ts'
import type { Dimension } from '../../database/log-index/index-schema.ts'
import type { LogIndex } from '../../database/log-index/log-index.ts'
import { actorKindOf } from '../../database/log-entry.ts'
import { keptTotals, totalsOf } from './part-totals.store.ts'
import { stretchesOf } from './search-stretches.store.ts'
import { createBudget } from './slice-budget.ts'

export interface Choices {
  actors: Actor[]
  actions: string[]
  sources: string[]
  classes: string[]
}

const mostChoices = 500
/** Entries that are not in the index yet; beyond these, values that occur nowhere else are found when they are indexed. */
const mostUnindexed = 20_000

type Counts = Record<Dimension, Map<number, number>>

const add = (counts: Map<number, number>, value: number, entries: number): void => {
  if (value !== 0) counts.set(value, (counts.get(value) ?? 0) + entries)
}

const countUnindexed = (db: Readable, index: LogIndex, counts: Counts): void => {
  let left = mostUnindexed
  for (const { low, high, part } of stretchesOf(db, index, { fromMs: null, toMs: null }, null)) {
    if (part !== null || left === 0) continue
    const rows = db.all<{ action: number; actor: number; source: number; threat_class: number | null }>(
      'SELECT action, actor, source, threat_class FROM log_entry WHERE sequence >= @low AND sequence <= @high ORDER BY sequence DESC LIMIT @left',
      { low, high, left },
    )
    left -= rows.length
    for (const row of rows) {
      add(counts.action, row.action, 1)
      add(counts.actor, row.actor, 1)
      add(counts.source, row.source, 1)
      add(counts.threatClass, row.threat_class ?? 0, 1)
    }
  }
}

const mostUsed = (counts: Map<number, number>, limit: number): number[] =>
  [...counts]
    .toSorted(([a, few], [b, many]) => many - few || a - b)
    .slice(0, limit)
    .map(([value]) => value)

export const wordsOf = (db: Readable, ids: readonly number[]): Map<number, string> =>
  new Map(
    db
      .all<{ id: number; text: string }>('SELECT id, text FROM log_text WHERE id IN (SELECT value FROM json_each(@ids))', {
        ids: JSON.stringify(ids),
      })
      .map(({ id, text }) => [id, text]),
  )

export const actorsOf = (db: Readable, ids: readonly number[]): Map<number, Actor> =>
  new Map(
    db
      .all<{ id: number; kind: string; reference: string; name: string }>(
        'SELECT id, kind, reference, name FROM log_actor WHERE id IN (SELECT value FROM json_each(@ids))',
        { ids: JSON.stringify(ids) },
      )
      .map(({ id, kind, reference, name }) => [id, { kind: actorKindOf(kind), id: reference || null, name }]),
  )

const wordsInOrder = (db: Readable, counts: Map<number, number>): string[] => {
  const ids = mostUsed(counts, mostChoices)
  const words = wordsOf(db, ids)
  return ids.flatMap((id) => words.get(id) ?? [])
}

/** One who has changed the name is one choice, under the newest. */
const actorsInOrder = (db: Readable, counts: Map<number, number>): Actor[] => {
  const actors = actorsOf(db, mostUsed(counts, mostChoices * 4))
  const byKey = new Map<string, { actor: Actor; newest: number; entries: number }>()
  for (const [id, actor] of actors) {
    const entries = counts.get(id) ?? 0
    const known = byKey.get(actorKey(actor))
    if (!known) byKey.set(actorKey(actor), { actor, newest: id, entries })
    else {
      known.entries += entries
      if (id > known.newest) Object.assign(known, { actor, newest: id })
    }
  }
  return [...byKey.values()]
    .toSorted((a, b) => b.entries - a.entries || a.newest - b.newest)
    .slice(0, mostChoices)
    .map(({ actor }) => actor)
}

/** Null where the time was up before every part was added up: what was is kept, so ask again. */
export const filterChoices = (db: Readable, { budgetMs }: { budgetMs: number }, index: LogIndex): Choices | null => {
  const budget = createBudget(budgetMs)
  const counts: Counts = { action: new Map(), actor: new Map(), source: new Map(), threatClass: new Map() }
  let addedUp = 0
  for (const part of index.parts()) {
    if (part.sealed && keptTotals(index, part) === null && addedUp++ > 0 && budget.isSpent()) return null
    const { of } = totalsOf(index, part)
    for (const name of Object.keys(of) as Dimension[]) for (const { value, entries } of of[name]) add(counts[name], value, entries)
  }
  countUnindexed(db, index, counts)
  return {
    actors: actorsInOrder(db, counts.actor),
    actions: wordsInOrder(db, counts.action),
    sources: wordsInOrder(db, counts.source),
    classes: wordsInOrder(db, counts.threatClass),
  }
}
