/**
 * Keys that are fetched: again before they are old, and when a token names one that is not known, but no more often than a
 * cooldown allows, so that made-up names cannot make the guard a nuisance. While they cannot be fetched, those that were
 * are good for a while; then no token is.
 */
import type { Clock } from '../../ports/clock.ts'
import { readPublicKeys } from '../../ports/public-keys.ts'
import type { Issuer } from '../../shared/issuer.ts'
import type { Fetched } from './fetch-keys.ts'
import { createKeySet } from './issuer-keys.ts'
import type { IssuerKeys, KeySet } from './issuer-keys.ts'

export interface FetchedKeysOptions {
  from: Extract<Issuer['keys'], { kind: 'url' }>
  clock: Clock
  fetch(url: string, signal: AbortSignal): Promise<Fetched>
  /** Once when they cannot be fetched any more, with why, and once when they can again (null). */
  onProblem(problem: string | null): void
  /** Other keys than before are there; not told of the first ones. */
  onOthers(keys: { count: number; added: number; removed: number }): void
}

/** Between two fetches that tokens ask for. */
const cooldownMs = 30_000
const firstRetryMs = 5_000
const longestRetryMs = 300_000

export const createFetchedKeys = ({ from, clock, fetch, onProblem, onOthers }: FetchedKeysOptions): IssuerKeys => {
  const closing = new AbortController()
  let set: KeySet | null = null
  let identities: ReadonlySet<string> = new Set()
  let unusable = 0
  let generation = 0
  let fetchedAt: { utcMs: number; monotonicMs: number } | null = null
  let askedMs = Number.NEGATIVE_INFINITY
  let problem: string | null = null
  let failures = 0
  let underWay: Promise<void> | null = null
  let cancelNext = () => {}

  const take = (text: string): string | null => {
    const read = readPublicKeys(text)
    if (!read.ok) return `What ${new URL(from.url).host} sends are no keys: ${read.why}.`
    fetchedAt = { utcMs: clock.now(), monotonicMs: clock.monotonic() }
    const next = new Set(read.keys.map((key) => JSON.stringify(key)))
    const added = [...next].filter((key) => !identities.has(key)).length
    const removed = [...identities].filter((key) => !next.has(key)).length
    unusable = read.unusable
    if (set !== null && added === 0 && removed === 0) return null
    const isFirst = set === null
    set = createKeySet(read)
    identities = next
    generation += 1
    if (!isFirst) onOthers({ count: set.count, added, removed })
    return null
  }
  const plan = () => {
    cancelNext()
    const waitMs =
      failures === 0 ? from.refreshMs : Math.min(longestRetryMs, from.refreshMs, firstRetryMs * 2 ** Math.min(failures - 1, 10))
    cancelNext = clock.after(waitMs, () => void refresh())
  }
  const refreshOnce = async (): Promise<void> => {
    askedMs = clock.monotonic()
    const fetched = await fetch(from.url, closing.signal)
    if (closing.signal.aborted) return
    const found = fetched.ok ? take(fetched.text) : fetched.problem
    failures = found === null ? 0 : failures + 1
    if ((problem === null) !== (found === null)) onProblem(found)
    problem = found
    plan()
  }
  /** Never two at once: who comes meanwhile waits for the same answer. */
  const refresh = (): Promise<void> => {
    underWay ??= refreshOnce().finally(() => (underWay = null))
    return underWay
  }
  const refreshIfCool = (): Promise<void> | null => underWay ?? (clock.monotonic() - askedMs >= cooldownMs ? refresh() : null)
  const usable = (): boolean => fetchedAt !== null && clock.monotonic() - fetchedAt.monotonicMs < from.goodForMs

  void refresh()
  return {
    find: async (header) => {
      if (!usable()) await refreshIfCool()
      if (!usable() || !set) return null
      const found = await set.select(header)
      if (found.length > 0) return found
      const asked = refreshIfCool()
      if (!asked) return []
      await asked
      return set.select(header)
    },
    generation: () => generation,
    usable,
    state: () => ({
      keys: set?.count ?? 0,
      kids: set?.ids ?? [],
      fetchedAtMs: fetchedAt?.utcMs ?? null,
      usable: usable(),
      problem: problem ?? (unusable === 0 ? null : `${unusable} of its keys cannot be used.`),
    }),
    close: () => {
      cancelNext()
      closing.abort()
    },
  }
}
