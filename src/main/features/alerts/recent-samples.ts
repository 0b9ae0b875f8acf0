/**
 * What rules look at, in memory: for each series as much of the past as its rules' windows reach, the longer the coarser. A window
 * is cut at whole seconds up to two minutes, at ten up to twenty minutes, at minutes beyond. Times are monotonic.
 */
import type { Measured } from '../../../shared/measured.ts'
import type { Sample } from '../../../shared/sample.ts'
import { mergeSamples } from '../../../shared/sample.ts'
import { matchesLabels, seriesKey } from '../../../shared/series.ts'
import type { Labels, SeriesSpec } from '../../../shared/series.ts'
import { mergeWindow } from './merge-window.ts'

export interface Need {
  selector: { name: string; labels: Labels }
  windowMs: number
  before: boolean
}

const levels = [
  { stepMs: 1_000, widestMs: 120_000 },
  { stepMs: 10_000, widestMs: 1_200_000 },
  { stepMs: 60_000, widestMs: 7_200_000 },
] as const
/** -1: wider than what is held here; it is read from what is kept. */
const levelOf = (windowMs: number): number => levels.findIndex(({ widestMs }) => windowMs <= widestMs)
const mostSeries = 5_000
const newMs = 10_000
/** Silent for longer than any rule misses a series (a week, its window and its time to be over, a day each), it only takes the room of others. */
const keptSilentMs = 10 * 86_400_000

export interface Held {
  atMs: number
  sample: Sample
}

export interface KnownSeries extends SeriesSpec {
  key: string
  /** By level; only as far as the rules reach. */
  held: Held[][]
  keptMs: number[]
  /** By level: what was kept of the time before is in it. */
  filled: boolean[]
  /** Observed time since its newest sample, or since one began to look. */
  missedMs: number
  wasSeen: boolean
  /** Windows of this moment, which several rules may ask for. */
  cached: Map<number, Sample | null>
}

const floorTo = (atMs: number, stepMs: number) => Math.floor(atMs / stepMs) * stepMs

const addTo = (held: Held[], atMs: number, sample: Sample): void => {
  let index = held.length
  while (index > 0 && held[index - 1]!.atMs > atMs) index -= 1
  const before = held[index - 1]
  if (before?.atMs !== atMs) held.splice(index, 0, { atMs, sample })
  else before.sample = mergeSamples(before.sample, sample)
}

export const createRecentSamples = () => {
  const series = new Map<string, KnownSeries>()
  let needs: readonly Need[] = []
  let names = new Map<string, Need[]>()
  const matched = new Map<string, readonly KnownSeries[]>()
  let newestMs = 0

  const keptOf = (spec: SeriesSpec): number[] | null => {
    const asking = (names.get(spec.name) ?? []).filter(({ selector }) => matchesLabels(spec.labels, selector.labels))
    if (asking.length === 0) return null
    const kept: number[] = levels.map(() => 0)
    for (const { windowMs, before } of asking) {
      const wideMs = Math.max(windowMs, spec.everyMs)
      const level = levelOf(wideMs)
      if (level >= 0) kept[level] = Math.max(kept[level]!, wideMs * (before ? 2 : 1) + levels[level]!.stepMs)
    }
    return kept
  }

  const know = (spec: SeriesSpec): KnownSeries | null => {
    const key = seriesKey(spec.name, spec.labels)
    const known = series.get(key)
    if (known) {
      known.everyMs = spec.everyMs
      return known
    }
    const keptMs = keptOf(spec)
    if (!keptMs || series.size >= mostSeries) return null
    const { name, labels, unit, kind, everyMs } = spec
    const fresh: KnownSeries = {
      name,
      labels,
      unit,
      kind,
      everyMs,
      key,
      keptMs,
      held: levels.map(() => []),
      filled: levels.map(() => false),
      missedMs: 0,
      wasSeen: false,
      cached: new Map(),
    }
    series.set(key, fresh)
    matched.clear()
    return fresh
  }

  const put = (known: KnownSeries, atMs: number, sample: Sample): void => {
    known.keptMs.forEach((keptMs, level) => {
      if (keptMs === 0) return
      const held = known.held[level]!
      // Seconds keep their own times: a window of a second must not fall between two.
      addTo(held, level === 0 ? atMs : floorTo(atMs, levels[level]!.stepMs), sample)
      const outside = held.findIndex((one) => one.atMs > newestMs - keptMs)
      if (outside > 0) held.splice(0, outside)
    })
    known.cached.clear()
  }

  const matching = (selector: { name: string; labels: Labels }): readonly KnownSeries[] => {
    const key = seriesKey(selector.name, selector.labels)
    let found = matched.get(key)
    if (!found) {
      found = [...series.values()]
        .filter(({ name, labels }) => name === selector.name && matchesLabels(labels, selector.labels))
        .toSorted((a, b) => (a.key < b.key ? -1 : 1))
      matched.set(key, found)
    }
    return found
  }

  return {
    /** From now on these alone are held; what of them is new is to be filled in. */
    want: (wanted: readonly Need[]): void => {
      needs = wanted
      names = new Map()
      for (const need of needs) names.set(need.selector.name, [...(names.get(need.selector.name) ?? []), need])
      for (const [key, known] of series) {
        const keptMs = keptOf(known)
        if (!keptMs) {
          series.delete(key)
          continue
        }
        known.filled = known.filled.map((filled, level) => filled && keptMs[level]! <= known.keptMs[level]!)
        known.keptMs = keptMs
      }
      matched.clear()
    },

    /** What was measured up to ten seconds ago (`ageMs`) counts as new: windows end where the newest is known. */
    put: (monotonicMs: number, ageMs: number, measured: readonly Measured[]): void => {
      newestMs = Math.max(newestMs, monotonicMs)
      for (const one of measured) {
        if (!names.has(one.name)) continue
        const known = know(one)
        if (!known) continue
        const isNew = ageMs <= newMs
        put(known, isNew ? monotonicMs : monotonicMs - ageMs, one.sample)
        known.missedMs = Math.min(known.missedMs, isNew ? 0 : ageMs)
        known.wasSeen = true
      }
    },

    /** Observed time goes by. */
    pass: (elapsedMs: number): void => {
      for (const [key, known] of series) {
        known.missedMs += elapsedMs
        if (known.missedMs <= keptSilentMs) continue
        series.delete(key)
        matched.clear()
      }
    },

    /** What was kept, up to now, oldest first: it stands for all that was held of that time. */
    fill: (spec: SeriesSpec, level: number, samples: readonly Held[]): void => {
      const known = know(spec)
      if (!known || known.filled[level] || known.keptMs[level] === 0) return
      const { stepMs } = levels[level]!
      const upToMs = (samples.at(-1)?.atMs ?? -Infinity) + stepMs
      const held = known.held[level]!.filter(({ atMs }) => atMs >= upToMs)
      for (const { atMs, sample } of samples) addTo(held, level === 0 ? atMs : floorTo(atMs, stepMs), sample)
      known.held[level] = held
      known.filled[level] = true
      known.cached.clear()
    },

    /** Nobody looked for a while: what was before it says nothing of now. */
    forget: (): void => {
      for (const known of series.values()) {
        known.held.forEach((held) => held.splice(0))
        known.cached.clear()
      }
    },

    matching,
    /** Called before the windows of a moment are asked for. */
    moveTo: (monotonicMs: number): void => {
      newestMs = Math.max(newestMs, monotonicMs)
      for (const known of series.values()) known.cached.clear()
    },

    /** Undefined where it is wider than what is held here. */
    window: (known: KnownSeries, windowMs: number, before: boolean): Sample | null | undefined => {
      const wideMs = Math.max(windowMs, known.everyMs)
      const level = levelOf(wideMs)
      if (level < 0) return undefined
      const cacheKey = before ? -wideMs : wideMs
      const cached = known.cached.get(cacheKey)
      if (cached !== undefined) return cached
      const { stepMs } = levels[level]!
      const edge = (atMs: number) => (level === 0 ? atMs : floorTo(atMs, stepMs))
      const fromMs = edge(newestMs - (before ? 2 : 1) * wideMs)
      const toMs = before ? edge(newestMs - wideMs) : Infinity
      const held = known.held[level]!
      const found: Sample[] = []
      for (let index = held.length - 1; index >= 0 && held[index]!.atMs > fromMs; index--) {
        if (held[index]!.atMs <= toMs) found.push(held[index]!.sample)
      }
      const merged = mergeWindow(found.toReversed())
      known.cached.set(cacheKey, merged)
      return merged
    },
  }
}
export type RecentSamples = ReturnType<typeof createRecentSamples>

/** By which steps a need is filled in from what is kept, and from how far back; null where it is wider than what is held. */
export const fillOf = ({ windowMs, before }: Need): { level: number; stepMs: number; reachMs: number } | null => {
  const level = levelOf(windowMs)
  if (level < 0) return null
  const { stepMs } = levels[level]!
  return { level, stepMs, reachMs: windowMs * (before ? 2 : 1) + stepMs }
}
