/**
 * Groups entries into incidents, one after the other: the same entries give the same incidents, however they are sliced.
 * What is one: entries of one key (see entry-group.ts) with no more than half an hour of quiet between them.
 */
import { severities } from '../../../shared/contract/audit-filter.ts'
import type { AuditEntry, Severity } from '../../../shared/contract/audit-filter.ts'
import { groupOf, manyKeyOf } from './entry-group.ts'
import type { Group } from './entry-group.ts'
import { severalSources, titleOf } from './title-of.ts'

/** Entries that belong together, counted. */
export interface Cluster {
  key: string
  what: string
  title: string
  action: string
  threatClass: string | null
  source: string
  /** The highest of its entries. */
  severity: Severity
  firstAtMs: number
  lastAtMs: number
  firstSequence: number
  lastSequence: number
  entries: number
  /** The sum of what its entries count for. */
  events: number
  /** Sequences of its newest entries, the newest first. */
  newest: number[]
}

/** An incident that is open; `id` null: it began in this fold. */
export interface OpenCluster {
  id: string | null
  cluster: Cluster
}

export interface Known {
  /** The older before the newer. */
  open: readonly { id: string; cluster: Cluster }[]
  /** What may become incidents. */
  gathering: readonly Cluster[]
}

export interface Folded {
  /** Incidents that began or grew. */
  changed: OpenCluster[]
  /** Gathering clusters that began or grew. */
  gathering: Cluster[]
  /** Keys of gathering clusters that became incidents. */
  promoted: string[]
}

/** An attacker who pauses this long, or a person who comes back from a meeting, is a case of its own. */
export const quietMs = 30 * 60_000
/** A person who mistypes twice is everyday; the third time somebody should be able to see it. */
export const gatheredEvents = 3
/** So many of one kind are told apart at a time, so that a flood from everywhere is not a flood of incidents. */
export const mostSiblings = 20
export const newestKept = 20

const higher = (a: Severity, b: Severity): Severity => (severities.indexOf(b) > severities.indexOf(a) ? b : a)
const isLive = (cluster: Cluster, atMs: number): boolean => Math.abs(atMs - cluster.lastAtMs) <= quietMs

const begin = (entry: AuditEntry, group: Group, key: string): Cluster => ({
  key,
  what: group.what,
  title: titleOf(entry, { what: group.what, key, source: group.source }),
  action: entry.action,
  threatClass: entry.threatClass,
  source: group.source,
  severity: entry.severity,
  firstAtMs: entry.atMs,
  lastAtMs: entry.atMs,
  firstSequence: entry.sequence,
  lastSequence: entry.sequence,
  entries: 1,
  events: entry.count,
  newest: [entry.sequence],
})

const grow = (cluster: Cluster, entry: AuditEntry, group: Group): Cluster => {
  const source = cluster.source === group.source ? cluster.source : severalSources
  return {
    ...cluster,
    source,
    title: source === cluster.source ? cluster.title : titleOf(entry, { what: cluster.what, key: cluster.key, source }),
    severity: higher(cluster.severity, entry.severity),
    firstAtMs: Math.min(cluster.firstAtMs, entry.atMs),
    lastAtMs: Math.max(cluster.lastAtMs, entry.atMs),
    lastSequence: entry.sequence,
    entries: cluster.entries + 1,
    // A count may be anything that another program wrote.
    events: Math.min(Number.MAX_SAFE_INTEGER, cluster.events + entry.count),
    newest: [entry.sequence, ...cluster.newest].slice(0, newestKept),
  }
}

/** `entries` in order; `known`: the open incidents and what gathers, of all that these entries may belong to. */
export const foldEntries = (known: Known, entries: readonly AuditEntry[]): Folded => {
  const open: OpenCluster[] = [...known.open]
  const gathering = new Map(known.gathering.map((cluster) => [cluster.key, cluster]))
  const changed = new Set<number>()
  const gathered = new Set<string>()
  const promoted = new Set<string>()

  const openAt = (key: string, atMs: number): number => open.findLastIndex(({ cluster }) => cluster.key === key && isLive(cluster, atMs))
  const gatheringAt = (key: string, atMs: number): Cluster | null => {
    const cluster = gathering.get(key)
    return cluster && isLive(cluster, atMs) ? cluster : null
  }
  const keyFor = ({ what, key }: Group, atMs: number): string => {
    if (openAt(key, atMs) >= 0 || gatheringAt(key, atMs)) return key
    const siblings = [...open.map(({ cluster }) => cluster), ...gathering.values()]
    const many = manyKeyOf(what)
    const live = siblings.filter((cluster) => cluster.what === what && cluster.key !== many && isLive(cluster, atMs))
    return live.length >= mostSiblings ? many : key
  }

  for (const entry of entries) {
    const group = groupOf(entry)
    if (!group) continue
    const key = keyFor(group, entry.atMs)
    const index = openAt(key, entry.atMs)
    const opened = open[index]
    if (opened) {
      open[index] = { ...opened, cluster: grow(opened.cluster, entry, group) }
      changed.add(index)
      continue
    }
    const before = gatheringAt(key, entry.atMs)
    const cluster = before ? grow(before, entry, group) : begin(entry, group, key)
    if (group.weight === 'opens' || cluster.events >= gatheredEvents) {
      changed.add(open.push({ id: null, cluster }) - 1)
      gathering.delete(key)
      gathered.delete(key)
      promoted.add(key)
    } else {
      gathering.set(key, cluster)
      gathered.add(key)
      promoted.delete(key)
    }
  }
  return {
    changed: [...changed].map((index) => open[index]!),
    gathering: [...gathered].map((key) => gathering.get(key)!),
    promoted: [...promoted],
  }
}
