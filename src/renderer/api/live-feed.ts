/** The one live subscription of this window: runs while the session is open, comes back by itself, and says how it is. */
import { useEffect } from 'react'
import { topicPermissions, topics, type LiveEvent, type Topic } from '../../shared/contract/live.ts'
import { refreshAccess } from './access.ts'
import { waitBeforeTry } from './back-off.ts'
import { client, orpc } from './client.ts'
import { queryClient } from './query-client.ts'
import { createStore } from './store.ts'

export type LiveState =
  | { kind: 'off' }
  | { kind: 'connecting' }
  | { kind: 'live' }
  /** `nextTryAtMs` is null while a try is under way. */
  | { kind: 'lost'; sinceMs: number; nextTryAtMs: number | null }
export const liveState = createStore<LiveState>({ kind: 'off' })

/** The core sends a beat every 10 s; two missed ones and a bit mean that nobody is there. */
const silenceMs = 25_000
const holdMs = 1_000

type Listener = (event: LiveEvent) => void
const listeners = new Set<Listener>()

const spread = (event: LiveEvent) => {
  if (event.topic === 'status') queryClient.setQueryData(orpc.console.status.queryKey(), event.status)
  if (event.topic === 'settings') void queryClient.invalidateQueries({ queryKey: orpc.settings.key() })
  if (event.topic === 'sessions') void Promise.all([queryClient.invalidateQueries({ queryKey: orpc.account.key() }), refreshAccess()])
  if (event.topic === 'audit') void queryClient.invalidateQueries({ queryKey: orpc.audit.size.queryKey() })
  for (const listener of listeners) listener(event)
}

let wakeUp = () => {}
/** Ends the wait before the next try. */
export const tryLiveFeedNow = (): void => wakeUp()

const wait = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    wakeUp = () => {
      clearTimeout(timer)
      resolve()
    }
    signal.addEventListener('abort', () => wakeUp(), { once: true })
  })

/** One subscription, until it ends. A stream counts as live with its first event, or when it has held for a second. */
const listen = async (subscribed: Topic[], signal: AbortSignal, onLive: () => void) => {
  const silence = new AbortController()
  let silenceTimer = setTimeout(() => silence.abort(), silenceMs)
  let holdTimer: ReturnType<typeof setTimeout> | undefined
  try {
    const events = await client.live({ topics: subscribed }, { signal: AbortSignal.any([signal, silence.signal]) })
    holdTimer = setTimeout(onLive, holdMs)
    for await (const event of events) {
      clearTimeout(holdTimer)
      clearTimeout(silenceTimer)
      silenceTimer = setTimeout(() => silence.abort(), silenceMs)
      onLive()
      spread(event)
    }
  } finally {
    clearTimeout(holdTimer)
    clearTimeout(silenceTimer)
  }
}

const run = async (subscribed: Topic[], signal: AbortSignal) => {
  let failures = 0
  let lostSinceMs: number | null = null
  liveState.set({ kind: 'connecting' })
  while (!signal.aborted) {
    await listen(subscribed, signal, () => {
      failures = 0
      lostSinceMs = null
      if (liveState.get().kind !== 'live') liveState.set({ kind: 'live' })
    }).catch(() => {})
    if (signal.aborted) break
    lostSinceMs ??= Date.now()
    liveState.set({ kind: 'lost', sinceMs: lostSinceMs, nextTryAtMs: null })
    // The stream also ends because the session did: then the screen changes and this feed is stopped.
    await refreshAccess()
    if (signal.aborted) break
    failures += 1
    const ms = waitBeforeTry(failures, Math.random())
    liveState.set({ kind: 'lost', sinceMs: lostSinceMs, nextTryAtMs: Date.now() + ms })
    await wait(ms, signal)
    if (!signal.aborted) liveState.set({ kind: 'lost', sinceMs: lostSinceMs, nextTryAtMs: null })
  }
}

/** Starts the feed for what these permissions (parted by spaces) may see; the answer stops it. */
export const startLiveFeed = (permissions: string): (() => void) => {
  const granted = new Set(permissions.split(' '))
  const subscribed = topics.filter((topic) => {
    const needed = topicPermissions[topic]
    return needed === null || granted.has(needed)
  })
  const stop = new AbortController()
  void run(subscribed, stop.signal)
  return () => {
    stop.abort()
    liveState.set({ kind: 'off' })
  }
}

/** Calls `handle` for each event of `topic` while the component is shown; `handle` should be stable. */
export const useLiveEvents = <Name extends LiveEvent['topic']>(
  topic: Name,
  handle: (event: Extract<LiveEvent, { topic: Name }>) => void,
): void => {
  useEffect(() => {
    const listener: Listener = (event) => {
      if (event.topic === topic) handle(event as Extract<LiveEvent, { topic: Name }>)
    }
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }, [topic, handle])
}
