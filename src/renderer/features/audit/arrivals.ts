/** What is written while one looks: read in order, shown at once at the top of a live list, else held until it is wanted. */
import type { AuditEntry, AuditFilter } from '../../../shared/contract/audit-filter.ts'
import { createStore, type Store } from '../../api/store.ts'
import type { Newer } from './read-entries.ts'
import { newestSequence } from './entry-pages.ts'

export interface ArrivalsState {
  held: readonly AuditEntry[]
  /** More came than is worth reading one by one. */
  tooMany: boolean
  /** Entries above this one came in live: they fade in. */
  freshAbove: number
}

export interface ArrivalsOptions {
  filter: AuditFilter
  /** The newest sequence of the loaded list, 0 where it holds nothing; null while there is no list. */
  newestListed(): number | null
  add(entries: readonly AuditEntry[]): void
  /** Makes these entries, the newest there are, the whole list: what lies below them is read on from there. */
  renew(entries: readonly AuditEntry[]): void
  /** Begins the list anew at the top. */
  restart(): void
  readNewer(filter: AuditFilter, known: number, signal: AbortSignal): Promise<Newer>
  after(ms: number, run: () => void): void
}

export interface Arrivals {
  state: Store<ArrivalsState>
  /** Reads what is new; `lastSequence` is how far the log goes, where that is known. */
  catchUp(lastSequence: number | null): Promise<void>
  /** Shows what is held. */
  release(): void
  setPlace(place: { atTop?: boolean; paused?: boolean }): void
  start(): void
  stop(): void
}

/** Often enough to be live, seldom enough to leave the core alone in a storm. */
const leastPauseMs = 400
/** Beyond this many the list begins anew when it goes on, so that a pause overnight fills no memory. Only the newest is then kept: how far was read. */
const mostHeld = 500
const nothing: ArrivalsState = { held: [], tooMany: false, freshAbove: Infinity }

export const createArrivals = ({ filter, newestListed, add, renew, restart, readNewer, after }: ArrivalsOptions): Arrivals => {
  const state = createStore(nothing)
  const place = { atTop: true, paused: false }
  let searchedTo = 0
  let running = false
  let wanted = false
  let stopping = new AbortController()

  const show = (entries: readonly AuditEntry[]) => {
    const newest = newestListed() ?? 0
    add(entries)
    state.set({ held: [], tooMany: false, freshAbove: newest })
  }
  const release = () => {
    const { held, tooMany } = state.get()
    if (tooMany) {
      state.set(nothing)
      restart()
    } else if (held.length > 0) show(held)
  }
  const take = ({ entries, whole }: Newer) => {
    const { held, tooMany, freshAbove } = state.get()
    if (entries.length === 0) return
    if (place.atTop && !place.paused && !tooMany) {
      if (whole) return show([...entries, ...held])
      const newest = newestListed() ?? 0
      renew(entries)
      return state.set({ ...nothing, freshAbove: newest })
    }
    const all = [...entries, ...held]
    const more = tooMany || !whole || all.length > mostHeld
    state.set({ held: more ? all.slice(0, 1) : all, tooMany: more, freshAbove })
  }
  const catchUp = async (lastSequence: number | null): Promise<void> => {
    const known = newestListed()
    if (known === null || (lastSequence !== null && lastSequence <= searchedTo)) return
    if (running) {
      wanted = true
      return
    }
    running = true
    const { signal } = stopping
    try {
      const newer = await readNewer(filter, Math.max(searchedTo, known, newestSequence(state.get().held)), signal)
      if (signal.aborted) return
      searchedTo = Math.max(searchedTo, lastSequence ?? 0, newestSequence(newer.entries))
      take(newer)
    } catch {
      // The feed's own strip tells that nobody answers; the next event tries again.
    } finally {
      after(leastPauseMs, () => {
        running = false
        if (wanted && !signal.aborted) void catchUp(null)
        wanted = false
      })
    }
  }
  return {
    state,
    catchUp,
    release,
    setPlace: (next) => {
      const wasFollowing = place.atTop && !place.paused
      Object.assign(place, next)
      if (!wasFollowing && place.atTop && !place.paused) release()
    },
    start: () => {
      stopping = new AbortController()
    },
    stop: () => stopping.abort(),
  }
}
