/** Parts of a policy as people read them. Values of headers are never told: a secret may stand in one. */
import type { Limit, Policy, Route } from '../../../shared/policy.ts'
import type { RouteSettings } from '../../../shared/route-settings.ts'

/** A name as it stands in the log: without line breaks, what cannot be seen, or what turns the text around. */
export const quoted = (name: string): string => `“${name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd')}”`

const timeUnits: readonly [number, string][] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
]
/** Exact: in the largest unit that divides it. */
export const timeWords = (ms: number): string => {
  const [size, unit] = timeUnits.find(([one]) => ms >= one && ms % one === 0) ?? [1, 'ms']
  return `${ms / size} ${unit}`
}
const sizeUnits: readonly [number, string][] = [
  [1024 ** 3, 'GiB'],
  [1024 ** 2, 'MiB'],
  [1024, 'KiB'],
]
export const sizeWords = (bytes: number): string => {
  const [size, unit] = sizeUnits.find(([one]) => bytes >= one && bytes % one === 0) ?? [1, 'bytes']
  return `${bytes / size} ${unit}`
}
/** `none` where the list is empty. */
export const listWords = (items: readonly string[], none: string): string => (items.length === 0 ? none : items.join(', '))

const pathWords = ({ kind, value }: Route['match']['path']): string =>
  kind === 'prefix' ? (value === '/' ? 'every path' : `${value} and below`) : kind === 'exact' ? `${value} alone` : `paths such as ${value}`

export const matchWords = ({ hosts, path, methods, headers }: Route['match']): string =>
  [
    methods.length > 0 ? methods.join(', ') : '',
    pathWords(path),
    hosts.length > 0 ? `on ${hosts.join(', ')}` : '',
    headers.length > 0 ? `with ${headers.map(({ name }) => name).join(', ')}` : '',
  ]
    .filter((part) => part !== '')
    .join(' ')

const layerWords: Record<Limit['layer'], string> = {
  global: 'of all together',
  consumer: 'of each consumer',
  source: 'of each address',
  route: 'of each route',
  'consumer-route': 'of each consumer on each route',
  'source-route': 'of each address on each route',
}
export const limitWords = (policy: Policy, { layer, limit, perMs, routes, consumer, mode }: Limit): string => {
  const named = routes.map((id) => quoted(policy.routes.find((route) => route.id === id)?.name ?? id))
  const of = consumer === null ? layerWords[layer] : `of ${quoted(policy.consumers.find(({ id }) => id === consumer)?.name ?? consumer)}`
  const where = named.length === 0 ? '' : ` on ${named.join(', ')}`
  return `${limit} in ${timeWords(perMs)} ${of}${where}${mode === 'dry-run' ? ', told and not enforced' : ''}`
}

const onOff = (what: string) => (on: boolean) => `${what} ${on ? 'on' : 'off'}`
const names = (what: string) => (given: Readonly<Record<string, string>>) => `${what} ${listWords(Object.keys(given), 'none')}`

export const settingWords: { [Name in keyof RouteSettings]: (value: RouteSettings[Name]) => string } = {
  identity: (value) => ({ none: 'anybody may call', optional: 'a key may be shown', required: 'a key is needed' })[value],
  keyHeader: (value) => `keys in the header ${value}`,
  action: (value) => (value === null ? 'no scope needed' : `the scope ${value} is needed`),
  answerTimeoutMs: (value) => `an answer within ${timeWords(value)}`,
  idleTimeoutMs: (value) => `at most ${timeWords(value)} of silence`,
  maxBodyBytes: (value) => `bodies up to ${sizeWords(value)}`,
  maxUrlBytes: (value) => `addresses up to ${sizeWords(value)}`,
  stripPrefix: (value) => (value === '' ? 'nothing taken off the path' : `${value} taken off the path`),
  addPrefix: (value) => (value === '' ? 'nothing put before the path' : `${value} put before the path`),
  keepHost: (value) => (value ? 'the caller’s Host sent on' : 'the target’s Host sent'),
  setRequestHeaders: names('request headers set:'),
  removeRequestHeaders: (value) => `request headers removed: ${listWords(value, 'none')}`,
  injectKeys: (value) =>
    value.length === 0 ? 'no key put in' : `a key of the vault put into ${value.map(({ header }) => header).join(', ')}`,
  securityHeaders: onOff('security headers'),
  removeServerHeaders: onOff('removal of server banners'),
  setResponseHeaders: names('response headers set:'),
  serverTiming: (value) => `times told to ${value}`,
  recordQuery: (value) => `recorded query parameters: ${listWords(value, 'none')}`,
  passThrough: onOff('pass-through'),
}
