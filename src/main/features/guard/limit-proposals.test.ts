import { expect, test } from 'vitest'
import type { LimitProposal } from '../../../shared/contract/guard.ts'
import { policySchema } from '../../../shared/policy.ts'
import type { SentOnRoute, SentOnRoutes, Steps } from '../../../shared/sent-on-route.ts'
import { proposeLimits } from './limit-proposals.ts'

const stepMs = 300_000
const hourMs = 3_600_000

const policyWith = (limits: object[] = []) =>
  policySchema.parse({
    upstreams: [{ id: 'api', name: 'API', targets: [{ url: 'http://127.0.0.1:3000' }] }],
    routes: [
      { id: 'all', name: 'All', upstream: 'api' },
      { id: 'off', name: 'Off', upstream: 'api', enabled: false },
    ],
    limits,
  })
/** One caller's requests by step. */
const steps = (...requests: number[]): Steps => requests.flatMap((count, at) => [at * stepMs, count])
const sent = (route: Partial<SentOnRoute>, sourcesFromMs = -hourMs): SentOnRoutes => ({
  stepMs,
  sourcesFromMs,
  routes: new Map([['all', { sources: new Map(), consumers: new Map(), ...route }]]),
})
const evenly = (each: number, hours: number): Steps => steps(...Array.from({ length: 12 * hours }, () => each))
const find = (layer: LimitProposal['layer'], given: SentOnRoutes, limits: object[] = []) =>
  proposeLimits(policyWith(limits), given)[0]!.proposals.find((one) => one.layer === layer)

test('the busiest hour of the busiest caller, with room above it and rounded, and what it rests on', () => {
  const quiet = evenly(1, 10)
  // 212 requests in an hour that begins within the clock's.
  const busy = steps(0, 0, 0, 0, 0, 0, 0, 100, 12, 0, 0, 100, 0, 0, 0, 0)
  const sources = new Map([
    ['10.0.0.1', quiet],
    ['10.0.0.2', busy],
  ])
  const given = sent({ sources, consumers: new Map([[null, [...quiet, ...busy]]]) })
  expect(proposeLimits(policyWith(), given)).toMatchObject([
    { route: 'all', requests: 332, fromMs: 0, toMs: 10 * hourMs, tooLittle: false, unrecorded: false, tooMuch: false },
  ])
  expect(find('source-route', given)).toEqual({
    layer: 'source-route',
    limit: 400,
    perMs: hourMs,
    callers: 2,
    busiest: { key: '10.0.0.2', requests: 212 },
    wouldRefuse: { requests: 0, callers: 0 },
  })
  expect(find('route', given)).toMatchObject({ limit: 400, callers: 1, busiest: { key: '', requests: 224 } })
  // Nobody is known by name.
  expect(find('consumer-route', given)).toBeUndefined()
})

test('one caller among thousands does not raise the limit for all: it would have been refused, and that is told', () => {
  const sources = new Map(Array.from({ length: 2_000 }, (_, at) => [`10.0.${at >> 8}.${at & 255}`, steps(10, 10)] as [string, Steps]))
  sources.set('10.9.9.9', steps(900, 0, ...Array.from({ length: 22 }, () => 0), 100))
  const given = sent({ sources, consumers: new Map([['shop', [...sources.values()].flat()]]) })
  expect(find('source-route', given)).toMatchObject({
    limit: 30,
    busiest: { key: '10.9.9.9', requests: 900 },
    wouldRefuse: { requests: 870 + 70, callers: 1 },
  })
})

test('too little traffic is said instead of figures, and a route that is not in use is left out', () => {
  const few = sent({ consumers: new Map([[null, steps(99)]]) })
  expect(proposeLimits(policyWith(), few)).toMatchObject([{ route: 'all', requests: 99, tooLittle: true, proposals: [] }])
  const short = sent({ consumers: new Map([[null, steps(99, 99)]]) })
  expect(proposeLimits(policyWith(), short)).toMatchObject([{ tooLittle: true, proposals: [] }])
  expect(proposeLimits(policyWith(), { stepMs, sourcesFromMs: 0, routes: new Map() })).toMatchObject([
    { route: 'all', requests: 0, fromMs: null, tooLittle: true },
  ])
})

test('where records are missing nothing is said of addresses, and what is busier than a limit can count is told', () => {
  const given = sent({ sources: new Map([['10.0.0.1', evenly(50, 2)]]), consumers: new Map([['shop', evenly(100, 2)]]) })
  expect(proposeLimits(policyWith(), given)).toMatchObject([{ unrecorded: true }])
  expect(find('source-route', given)).toBeUndefined()
  expect(find('consumer-route', given)).toMatchObject({ limit: 2_000, busiest: { key: 'shop', requests: 1_200 } })
  // Records are looked at from a moment on; before it there may be as many as there were.
  const recent = sent(
    {
      sources: new Map([['10.0.0.1', steps(...Array<number>(12).fill(0), ...Array<number>(12).fill(100))]]),
      consumers: given.routes.get('all')!.consumers,
    },
    hourMs - stepMs,
  )
  expect(proposeLimits(policyWith(), recent)).toMatchObject([{ unrecorded: false }])

  const busy = sent({ consumers: new Map([['shop', evenly(40_000, 2)]]) })
  expect(find('route', busy)).toMatchObject({ limit: 60_000, perMs: stepMs })
  const busier = sent({ consumers: new Map([['shop', evenly(400_000, 2)]]) })
  expect(proposeLimits(policyWith(), busier)).toMatchObject([{ tooMuch: true, proposals: [] }])
})

test('what a limit counts already, also in dry run, is not proposed again', () => {
  const given = sent({ sources: new Map([['10.0.0.1', evenly(9, 2)]]), consumers: new Map([['shop', evenly(9, 2)]]) })
  const limit = { id: 'one', name: 'One', limit: 1, perMs: 1_000, mode: 'dry-run' }
  const layers = (more: object) => proposeLimits(policyWith([{ ...limit, ...more }]), given)[0]!.proposals.map(({ layer }) => layer)
  expect(layers({ layer: 'source', routes: ['all'] })).toEqual(['consumer-route', 'route'])
  expect(layers({ layer: 'source-route' })).toEqual(['consumer-route', 'route'])
  // Nobody is known by name, so there is nothing left to propose.
  const unknown = sent({ sources: new Map([['10.0.0.1', evenly(9, 2)]]), consumers: new Map([[null, evenly(9, 2)]]) })
  const two = ['source-route', 'route'].map((layer, at) => ({ ...limit, id: `l${at}`, layer }))
  expect(proposeLimits(policyWith(two), unknown)).toEqual([])
  // What holds on everything together says nothing of one route.
  expect(layers({ layer: 'source' })).toEqual(['source-route', 'consumer-route', 'route'])
  expect(layers({ layer: 'source', routes: ['off'] })).toEqual(['source-route', 'consumer-route', 'route'])
  const three = ['source-route', 'consumer-route', 'route'].map((layer, at) => ({ ...limit, id: `l${at}`, layer }))
  expect(proposeLimits(policyWith(three), given)).toEqual([])
})
