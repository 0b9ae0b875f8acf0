/** Why the other routes of a policy do not take a request: asked of the very table that finds routes, with one route in it at a time. */
import type { IncomingMessage } from 'node:http'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Route } from '../../shared/policy.ts'
import type { Tried } from '../../shared/tried-request.ts'
import { createRouteTable } from '../policy/route-table.ts'

export interface Asked {
  /** Without its port. */
  host: string
  /** As it is compared with routes. */
  path: string
  request: Pick<IncomingMessage, 'method' | 'headers'>
}
type NotChosen = Tried['notChosen'][number]

/** Nearest to a match first. */
const nearness: Readonly<Record<NotChosen['why'], number>> = { outranked: 0, off: 1, header: 2, method: 3, host: 4, path: 5 }
const mostTold = 20
/** Ten thousand routes must not hold up the requests of callers. */
const atOnce = 25

const anything: Pick<Route['match'], 'hosts' | 'methods' | 'headers'> = { hosts: [], methods: [], headers: [] }

const takes = (route: Route, match: Route['match'], { host, path, request }: Asked): boolean =>
  createRouteTable([{ route: { ...route, enabled: true, match } }]).find(host, path, request) !== null

const whyNot = (route: Route, asked: Asked): NotChosen => {
  const { id, match } = route
  if (!takes(route, { ...anything, path: match.path }, asked)) return { route: id, why: 'path', detail: match.path.value }
  if (!takes(route, { ...anything, path: match.path, hosts: match.hosts }, asked))
    return { route: id, why: 'host', detail: match.hosts.join(', ') }
  if (!takes(route, { ...anything, path: match.path, methods: match.methods }, asked))
    return { route: id, why: 'method', detail: match.methods.join(', ') }
  if (!takes(route, match, asked)) return { route: id, why: 'header', detail: match.headers.map(({ name }) => name).join(', ') }
  return { route: id, why: route.enabled ? 'outranked' : 'off', detail: null }
}

export const routesNotChosen = async (
  routes: readonly Route[],
  chosen: string | null,
  asked: Asked,
): Promise<Pick<Tried, 'notChosen' | 'moreNotChosen'>> => {
  let nearest: NotChosen[] = []
  let others = 0
  for (const [at, route] of routes.entries()) {
    if (at % atOnce === atOnce - 1) {
      await nextTurn()
      nearest = nearest.toSorted((a, b) => nearness[a.why] - nearness[b.why]).slice(0, mostTold)
    }
    if (route.id === chosen) continue
    others += 1
    nearest.push(whyNot(route, asked))
  }
  const notChosen = nearest.toSorted((a, b) => nearness[a.why] - nearness[b.why]).slice(0, mostTold)
  return { notChosen, moreNotChosen: others - notChosen.length }
}
