/** How guard and process are at this moment, for Prometheus and for those who ask for its health. */
import { capacityOf } from '../../shared/limit-parts.ts'
import type { Guard } from '../guard.ts'
import { isWell } from '../upstream/target.ts'
import type { Metric } from './prometheus-text.ts'

export interface ProcessFigures {
  cpuSeconds: number
  memoryBytes: number
  startedAtMs: number
}

const gauge = (name: string, help: string, samples: Metric['samples']): Metric => ({ name, help, type: 'gauge', samples })
const one = (value: number): Metric['samples'] => [{ labels: {}, value }]

export const guardMetrics = (
  guard: Guard,
  nowMs: number,
  reloads: { good: number; refused: number },
  figures: ProcessFigures,
): Metric[] => {
  const limits = guard.limitsInUse()
  return [
    gauge(
      'gatehouse_target_up',
      '1 where a target gets requests.',
      guard
        .upstreams()
        .flatMap(({ id, targets }) =>
          targets.map((target) => ({ labels: { upstream: id, target: target.url }, value: isWell(target, nowMs) ? 1 : 0 })),
        ),
    ),
    gauge(
      'gatehouse_target_requests',
      'Requests under way at a target.',
      guard
        .upstreams()
        .flatMap(({ id, targets }) => targets.map(({ url, active }) => ({ labels: { upstream: id, target: url }, value: active }))),
    ),
    gauge('gatehouse_requests_now', 'Requests under way.', one(guard.requestsNow())),
    gauge(
      'gatehouse_limit_keys',
      'Keys (sources, consumers …) that a limit counts.',
      limits.map(({ limit: { id: limit }, keys }) => ({ labels: { limit }, value: keys })),
    ),
    gauge(
      'gatehouse_limit_least_left',
      'What the nearest key of a limit has left.',
      limits.map(({ limit, nearest }) => ({ labels: { limit: limit.id }, value: nearest[0]?.left ?? capacityOf(limit) })),
    ),
    gauge(
      'gatehouse_limit_store_away',
      '1 where limits should be counted in a file or in Redis and cannot.',
      one(guard.limitsProblem() === null ? 0 : 1),
    ),
    gauge(
      'gatehouse_issuer_usable',
      '1 where tokens of an issuer can be checked.',
      guard.issuers().map(({ id: issuer, usable }) => ({ labels: { issuer }, value: usable ? 1 : 0 })),
    ),
    gauge('gatehouse_policy_revision', 'The policy that is served by.', one(guard.policy()?.revision ?? 0)),
    {
      name: 'gatehouse_policy_reloads_total',
      help: 'Policies that were read, by what became of them.',
      type: 'counter',
      samples: [
        { labels: { outcome: 'served' }, value: reloads.good },
        { labels: { outcome: 'refused' }, value: reloads.refused },
      ],
    },
    { name: 'process_cpu_seconds_total', help: 'Processor time.', type: 'counter', samples: one(figures.cpuSeconds) },
    gauge('process_resident_memory_bytes', 'Memory in use.', one(figures.memoryBytes)),
    gauge('process_start_time_seconds', 'When it started, since 1970.', one(figures.startedAtMs / 1000)),
  ]
}

/** Why it should get no requests; none: it is well. */
export const healthProblems = (guard: Guard, nowMs: number): string[] => {
  const policy = guard.policy()
  if (!policy) return ['There is no policy to serve by.']
  const used = new Set(policy.routes.filter(({ enabled }) => enabled).map(({ upstream }) => upstream))
  return guard
    .upstreams()
    .filter(({ id, targets }) => used.has(id) && !targets.some((target) => isWell(target, nowMs)))
    .map(({ id }) => `No target of the upstream ${id} is well.`)
}

/** What is not as it should be, and yet no reason to send requests elsewhere. */
export const healthWarnings = (guard: Guard): string[] => {
  const problem = guard.limitsProblem()
  return [
    ...(problem === null ? [] : [`The limits are not counted where they should be: ${problem}. This guard counts by itself.`]),
    ...guard
      .issuers()
      .flatMap(({ id, problem: why, usable }) =>
        why === null ? [] : [`${usable ? 'Keys of the issuer' : 'No token can be checked of the issuer'} ${id}: ${why}`],
      ),
  ]
}
