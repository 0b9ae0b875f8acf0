/** Advice on the guarded service: routes that are slow, and upstreams that fail. */
import type { Observed } from './observed.ts'
import { seriesOf } from './observed.ts'
import type { Verdict } from './verdict.ts'
import { notKnown, well } from './verdict.ts'
import { figure, inTime } from './words.ts'

const hourMs = 3_600_000
/** Fewer say nothing. */
const fewest = 100
const slowMs = 1_000

const countOf = (points: readonly { atMs: number; mean: number | null; count: number }[], sinceMs: number): number =>
  points.reduce((sum, { atMs, mean, count }) => (atMs >= sinceMs && mean !== null ? sum + mean * count : sum), 0)

export const slowRoute = ({ nowMs, hours, names }: Observed): Verdict => {
  const routes = hours.filter(({ name }) => name === 'guard.route.duration')
  if (routes.length === 0) return notKnown('No request has gone through the guard yet.')
  const slow = routes.flatMap(({ labels, points }) => {
    const measured = points.filter(({ atMs, percentiles }) => atMs >= nowMs - hourMs && percentiles !== undefined)
    const requests = measured.reduce((sum, { count }) => sum + count, 0)
    if (requests < fewest) return []
    // Each point weighs as many requests as it has: the middle one of all is what a caller meets.
    const ordered = measured.toSorted((a, b) => a.percentiles!.p95 - b.percentiles!.p95)
    let seen = 0
    const p95 = ordered.find(({ count }) => (seen += count) >= requests / 2)!.percentiles!.p95
    return p95 > slowMs ? [{ route: labels['route'] ?? '', requests, p95 }] : []
  })
  if (slow.length === 0) return well('Every route answers 95 of 100 requests within a second, or has too few to tell.')
  return {
    kind: 'advice',
    advice: slow.map(({ route, requests, p95 }) => ({
      id: `slow-route ${route}`,
      severity: p95 > 5_000 ? ('medium' as const) : ('low' as const),
      title: `Make ${names.route(route)} faster: 5 of 100 callers wait longer than ${inSeconds(p95)}`,
      evidence: `Of ${figure(requests)} requests in the last hour, 95 of 100 were answered within ${inSeconds(p95)}, the others later.`,
      confidence: { level: 'high' as const, why: 'Every request is measured; the figure is at most 9 % off.' },
      effect: 'Callers wait less, and fewer requests hold connections at the same time.',
      steps: [
        'Open its slowest requests in Traffic: the stages say whether the time is spent in the guard or at the service.',
        'If it is the service, look there for the slow query or call behind this path.',
        'If connections are waited for, allow more to the upstream in Routes.',
      ],
      undo: 'Set the number of connections back in Routes, History.',
      place: { to: '/traffic' as const, label: 'Traffic' },
      selectors: [{ name: 'guard.route.duration', labels: { route } }],
      fromMs: nowMs - 6 * hourMs,
      toMs: nowMs,
      badness: p95,
    })),
  }
}

const inSeconds = (ms: number): string => (ms < 1_000 ? `${figure(ms)} ms` : `${figure(ms / 1_000)} s`)

const failingShare = 0.05

export const failingUpstream = ({ nowMs, hours, names }: Observed): Verdict => {
  const upstreams = hours.filter(({ name }) => name === 'guard.upstream.requests')
  if (upstreams.length === 0) return notKnown('No request has gone through the guard yet.')
  const failing = upstreams.flatMap(({ labels, points }) => {
    const upstream = labels['upstream'] ?? ''
    const requests = countOf(points, nowMs - hourMs)
    const errors = countOf(seriesOf(hours, 'guard.upstream.errors', { upstream })?.points ?? [], nowMs - hourMs)
    return requests >= fewest && errors / requests > failingShare ? [{ upstream, requests, share: errors / requests }] : []
  })
  if (failing.length === 0) return well('No upstream fails more than 5 of 100 requests, or has too few to tell.')
  return {
    kind: 'advice',
    advice: failing.map(({ upstream, requests, share }) => ({
      id: `failing-upstream ${upstream}`,
      severity: share > 0.25 ? ('high' as const) : ('medium' as const),
      title: `Mend ${names.upstream(upstream)}: ${figure(share * 100)} % of its requests fail`,
      evidence: `Of ${figure(requests)} requests in the last hour ${figure(share * 100)} % ended in an error of the upstream (5xx, or no answer).`,
      confidence: { level: 'high' as const, why: 'Every request is counted.' },
      effect: 'Callers get answers; and what retries stops adding to the load.',
      steps: [
        'See in Traffic which paths fail, and since when; the log says what was changed shortly before.',
        'Look at its targets in Routes: take one that fails out, if the others are well.',
        `Without health checks, switch them on in Routes, so that a target that fails is left out by itself within ${inTime(60_000)}.`,
      ],
      undo: 'Put the target back in Routes, History.',
      place: { to: '/routes' as const, label: 'Routes' },
      selectors: [{ name: 'guard.upstream.errors', labels: { upstream } }],
      fromMs: nowMs - 6 * hourMs,
      toMs: nowMs,
      badness: share,
    })),
  }
}
