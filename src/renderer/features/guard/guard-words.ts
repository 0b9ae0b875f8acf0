/** The guard in plain words: its state, matches of routes, limits. Pure. */
import type { GuardState } from '../../../shared/contract/guard.ts'
import type { Limit, Route, Upstream, Policy } from '../../../shared/policy.ts'
import { formatCount, formatRoughDuration } from '../../ui/format.ts'

export const portsWords = ({ ports }: Pick<GuardState, 'ports'>): string => {
  const numbers = Object.values(ports)
  if (numbers.length === 0) return 'on no port'
  return `on port ${numbers.join(', ')}`
}

/** `GET, POST  api.example.com/users/{id}`, `/api and below`. */
export const matchWords = ({ match }: Pick<Route, 'match'>): string => {
  const { hosts, path, methods } = match
  const where = `${hosts.join(', ')}${path.value}${path.kind === 'prefix' && path.value !== '/' ? ' and below' : ''}`
  const place = path.kind === 'prefix' && path.value === '/' && hosts.length > 0 ? hosts.join(', ') : where
  return methods.length === 0 ? place : `${methods.join(', ')} ${place}`
}

export const layerNames: Record<Limit['layer'], string> = {
  global: 'Everybody together',
  consumer: 'Each consumer',
  source: 'Each address',
  route: 'Each route',
  'consumer-route': 'Each consumer on each route',
  'source-route': 'Each address on each route',
  class: 'Each caller in each class',
  session: 'Each session',
}

/** `at most 10 in 10 min`. */
export const limitWords = ({
  kind,
  limit,
  perMs,
  burst,
}: Pick<Limit, 'limit' | 'perMs'> & Partial<Pick<Limit, 'kind' | 'burst'>>): string =>
  kind === 'bucket' && burst !== undefined
    ? `${formatCount(limit)} in ${formatRoughDuration(perMs)}, ${formatCount(burst)} at once`
    : `at most ${formatCount(limit)} in ${formatRoughDuration(perMs)}`

/** How requests are shared out over the targets. */
export const balanceNames: Record<Upstream['balance'], string> = {
  'round-robin': 'In turn, by weight',
  'least-connections': 'To the least busy',
  hash: 'By who calls: the same goes to the same',
}

/** Whom a limit counts together, by name: `Shop`, `Print API, 10.0.0.1`. */
export const keyWords = (
  { routes, consumers }: Pick<Policy, 'routes' | 'consumers'>,
  { layer }: Pick<Limit, 'layer'>,
  key: string,
): string => {
  const nameOf = (among: readonly { id: string; name: string }[], id: string) => among.find((one) => one.id === id)?.name ?? id
  /** Behind `~` whom a token named. */
  const callerName = (given: string) => {
    const [id = '', name] = given.split('~')
    return name === undefined ? nameOf(consumers, id) : `${nameOf(consumers, id)} ~${name}`
  }
  const [first = '', second = ''] = key.split(' ')
  switch (layer) {
    case 'global':
      return 'Everybody together'
    case 'source':
      return key
    case 'consumer':
      return callerName(key)
    case 'route':
      return nameOf(routes, key)
    case 'source-route':
      return `${nameOf(routes, first)}, ${second}`
    case 'consumer-route':
      return `${nameOf(routes, first)}, ${callerName(second)}`
    case 'class':
      return `${first}, ${callerName(second)}`
    case 'session':
      return `Session ${key.slice(0, 8)}`
  }
}
