/** How much each caller sent on each route in the last days, read in slices; records and callers within bounds. */
import type { Clock } from '../../../ports/clock.ts'
import type { SentOnRoute, SentOnRoutes, Steps } from '../../../shared/sent-on-route.ts'
import type { Reader } from '../../database/reader.ts'
import { sourceNetwork } from '../../database/source-network.ts'
import type { Place } from './request.store.ts'
import type { Sent } from './sent.store.ts'
import { sentStepMs } from './sent.store.ts'
import { hourMs } from './stretches.ts'
import type { TrafficSlices } from './traffic.slices.ts'

const lookBackMs = 7 * 24 * hourMs
/** Rows of totals are by combination as well, so a slice is kept short. */
const totalsAtOnceMs = 3 * hourMs
const recordsAtOnce = 10_000
/** Of the newest: their callers are held in memory for a moment. */
const mostStretches = 20

const stepsAt = <Key>(steps: Map<Key, Steps>, key: Key): Steps => {
  const known = steps.get(key)
  if (known) return known
  const made: Steps = []
  steps.set(key, made)
  return made
}

/** `reader`: one that nobody at a screen waits for. */
export const createSentReading =
  ({ reader, clock }: { reader: Reader<TrafficSlices>; clock: Clock }) =>
  async (): Promise<SentOnRoutes> => {
    const nowMs = clock.now()
    const fromMs = Math.floor((nowMs - lookBackMs) / sentStepMs) * sentStepMs
    const routes = new Map<string, SentOnRoute>()
    const onRoute = ({ route }: Sent): SentOnRoute => {
      const known = routes.get(route)
      if (known) return known
      const made: SentOnRoute = { consumers: new Map(), sources: new Map() }
      routes.set(route, made)
      return made
    }
    for (let at = fromMs; at <= nowMs; at += totalsAtOnceMs) {
      for (const one of await reader.run('traffic.sentByConsumers', { fromMs: at, toMs: at + totalsAtOnceMs }))
        stepsAt(onRoute(one).consumers, one.caller).push(one.stepMs, one.requests)
    }
    let before: Place | null = { atMs: nowMs + 1, sequence: 0 }
    let sourcesFromMs = fromMs
    for (let stretch = 0; stretch < mostStretches && before !== null; stretch++) {
      const slice: { before: Place; fromMs: number; stretch: number } = { before, fromMs, stretch: recordsAtOnce }
      const some: Awaited<ReturnType<typeof reader.run<'traffic.sentBySources'>>> = await reader.run('traffic.sentBySources', slice)
      for (const one of some.sent) stepsAt(onRoute(one).sources, sourceNetwork(one.caller ?? '')).push(one.stepMs, one.requests)
      before = some.next
      sourcesFromMs = before?.atMs ?? fromMs
    }
    return { stepMs: sentStepMs, sourcesFromMs, routes }
  }
