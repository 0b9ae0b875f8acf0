/** Limits that a route's own traffic suggests, each with what it rests on and what it would have refused. Pure. */
import type { LimitProposal, RouteProposals } from '../../../shared/contract/guard.ts'
import type { Limit, Policy, Route } from '../../../shared/policy.ts'
import type { SentOnRoute, SentOnRoutes, Steps } from '../../../shared/sent-on-route.ts'

const hourMs = 3_600_000
/** Below, figures say more of chance than of the route. */
const fewestRequests = 100
const shortestMs = hourMs
/** One in a thousand callers may be the very one that a limit is for. */
const share = 0.999
const headroom = 1.5
const lowestLimit = 10
/** What a limit can count at most. */
const highestLimit = 100_000
/** Of which records are kept, so that they speak for all. */
const recordedShare = 0.99

type Layer = LimitProposal['layer']

const friendly = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]
/** The next one above of 10, 12, 15, 20, 25, 30 … */
const roundUp = (value: number): number => {
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(1, value)))
  return Math.round(friendly.find((one) => one * magnitude >= value - 1e-9)! * magnitude)
}

/** In the order of time, each step once. */
const inOrder = (steps: Steps): [stepMs: number, requests: number][] => {
  const joined = new Map<number, number>()
  for (let at = 0; at < steps.length; at += 2) joined.set(steps[at]!, (joined.get(steps[at]!) ?? 0) + steps[at + 1]!)
  return [...joined].toSorted(([a], [b]) => a - b)
}

/** The most in any `perMs`; `limit`: of what a limit lets by, with what it refuses. */
const walk = (steps: readonly [number, number][], perMs: number, limit = Infinity): { most: number; refused: number } => {
  const passed: [number, number][] = []
  let first = 0
  let inside = 0
  let most = 0
  let refused = 0
  for (const [stepMs, requests] of steps) {
    while (first < passed.length && passed[first]![0] <= stepMs - perMs) inside -= passed[first++]![1]
    const passes = Math.min(requests, limit - inside)
    passed.push([stepMs, passes])
    inside += passes
    refused += requests - passes
    most = Math.max(most, inside)
  }
  return { most, refused }
}

const quantile = (sorted: readonly number[]): number => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!

/** Null: more came than a limit can count. */
const proposalOf = (layer: Layer, callers: ReadonlyMap<string, Steps>, stepMs: number): LimitProposal | null => {
  const ordered = [...callers].map(([key, steps]) => ({ key, steps: inOrder(steps) }))
  for (const perMs of [hourMs, stepMs]) {
    const mosts = ordered.map(({ key, steps }) => ({ key, requests: walk(steps, perMs).most }))
    const limit = roundUp(Math.max(lowestLimit, headroom * quantile(mosts.map(({ requests }) => requests).toSorted((a, b) => a - b))))
    if (limit > highestLimit) continue
    const busiest = mosts.reduce((a, b) => (b.requests > a.requests ? b : a))
    const over = new Set(mosts.filter(({ requests }) => requests > limit).map(({ key }) => key))
    const refused = ordered.filter(({ key }) => over.has(key)).reduce((sum, { steps }) => sum + walk(steps, perMs, limit).refused, 0)
    return { layer, limit, perMs, callers: callers.size, busiest, wouldRefuse: { requests: refused, callers: over.size } }
  }
  return null
}

const alike: Record<Layer, readonly Limit['layer'][]> = {
  'source-route': ['source-route', 'source'],
  'consumer-route': ['consumer-route', 'consumer'],
  route: ['route', 'global'],
}
/** Whether a limit of this kind holds on the route by its name, or as such on every route. */
const isLimited = ({ limits }: Policy, route: Route, layer: Layer): boolean =>
  limits.some(
    (limit) =>
      limit.consumer === null &&
      (limit.routes.includes(route.id) ? alike[layer].includes(limit.layer) : limit.routes.length === 0 && limit.layer === layer),
  )

const sumOf = (steps: Iterable<Steps>, fromMs = -Infinity): number => {
  let sum = 0
  for (const one of steps) for (let at = 0; at < one.length; at += 2) if (one[at]! >= fromMs) sum += one[at + 1]!
  return sum
}

const ofRoute = (policy: Policy, route: Route, sent: SentOnRoute | undefined, given: SentOnRoutes): RouteProposals | null => {
  const layers = (['source-route', 'consumer-route', 'route'] as const).filter((layer) => !isLimited(policy, route, layer))
  if (layers.length === 0) return null
  const all = [...(sent?.consumers.values() ?? [])]
  const moments = inOrder(all.flat()).map(([stepMs]) => stepMs)
  const requests = sumOf(all)
  const fromMs = moments[0] ?? null
  const toMs = moments.length > 0 ? moments.at(-1)! + given.stepMs : null
  const seen: RouteProposals = {
    route: route.id,
    requests,
    fromMs,
    toMs,
    tooLittle: false,
    unrecorded: false,
    tooMuch: false,
    proposals: [],
  }
  if (!sent || requests < fewestRequests || toMs! - fromMs! < shortestMs) return { ...seen, tooLittle: true }

  // A step that the oldest record cut in two is no measure.
  const wholeFromMs = given.sourcesFromMs + given.stepMs
  const recorded = sumOf(sent.sources.values(), wholeFromMs) >= recordedShare * sumOf(all, wholeFromMs)
  const known = new Map([...sent.consumers].filter((one): one is [string, Steps] => one[0] !== null))
  const callersOf: Record<Layer, ReadonlyMap<string, Steps>> = {
    'source-route': recorded ? sent.sources : new Map(),
    'consumer-route': known,
    route: new Map([['', all.flat()]]),
  }
  const proposals = layers.filter((layer) => callersOf[layer].size > 0).map((layer) => proposalOf(layer, callersOf[layer], given.stepMs))
  const unrecorded = !recorded && layers.includes('source-route')
  // Of consumers, where every caller is nobody known.
  if (proposals.length === 0 && !unrecorded) return null
  return { ...seen, unrecorded, tooMuch: proposals.includes(null), proposals: proposals.filter((one) => one !== null) }
}

/** Of routes in use that lack a limit of some kind; those that had the most requests first. */
export const proposeLimits = (policy: Policy, sent: SentOnRoutes): RouteProposals[] =>
  policy.routes
    .filter(({ enabled }) => enabled)
    .map((route) => ofRoute(policy, route, sent.routes.get(route.id), sent))
    .filter((one) => one !== null)
    .toSorted((a, b) => b.requests - a.requests)
