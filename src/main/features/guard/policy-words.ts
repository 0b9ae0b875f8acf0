/** Parts of a policy as people read them. Values of headers are never told: a secret may stand in one. */
import type { Penalty } from '../../../shared/limit-parts.ts'
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
  class: 'of each caller in each class',
  session: 'of each session',
}
const penaltyWords = ({ after, firstMs, factor, ceilingMs }: Penalty): string =>
  `; after ${after} refusals kept out for ${timeWords(firstMs)}, ×${factor} each time, at most ${timeWords(ceilingMs)}`
export const limitWords = (policy: Policy, one: Limit): string => {
  const { layer, limit, perMs, routes, resourceClass, consumer, mode, kind, burst, penalty } = one
  const named = routes.map((id) => quoted(policy.routes.find((route) => route.id === id)?.name ?? id))
  const of = consumer === null ? layerWords[layer] : `of ${quoted(policy.consumers.find(({ id }) => id === consumer)?.name ?? consumer)}`
  const where = named.length === 0 ? '' : ` on ${named.join(', ')}`
  const count = kind === 'bucket' ? `${limit} in ${timeWords(perMs)} with a burst of ${burst}` : `${limit} in ${timeWords(perMs)}`
  const ofClass = resourceClass === null ? '' : `, in the class ${resourceClass}`
  const dry = mode === 'dry-run' ? ', told and not enforced' : ''
  return `${count} ${of}${ofClass}${where}${penalty ? penaltyWords(penalty) : ''}${dry}`
}

const onOff = (what: string) => (on: boolean) => `${what} ${on ? 'on' : 'off'}`
const names = (what: string) => (given: Readonly<Record<string, string>>) => `${what} ${listWords(Object.keys(given), 'none')}`

export const settingWords: { [Name in keyof RouteSettings]: (value: RouteSettings[Name]) => string } = {
  identity: (value) => ({ none: 'anybody may call', optional: 'a key may be shown', required: 'a key is needed' })[value],
  keyHeader: (value) => `keys in the header ${value}`,
  issuers: (value) => (value.length === 0 ? 'tokens of every issuer' : `tokens of ${value.join(', ')} alone`),
  action: (value) => (value === null ? 'no scope needed' : `the scope ${value} is needed`),
  resourceClass: (value) => (value === null ? 'of no class' : `of the class ${value}`),
  sessionFrom: (value) => (value === null ? 'sessions not told apart' : `sessions told apart by ${value.replace(':', ' ')}`),
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
  csrf: (value) =>
    ({
      off: 'what changes something may come from any page',
      origin: 'what changes something must come from its own pages',
      token: 'what changes something must come from its own pages, with a token',
    })[value],
  csrfDryRun: (value) => (value ? 'forged requests told and not refused' : 'forged requests refused'),
  csrfOrigins: (value) => `other pages that may send what changes something: ${listWords(value, 'none')}`,
  csrfKey: (value) => (value === null ? 'tokens signed with the guard’s own key' : 'tokens signed with a key of the vault'),
  corsOrigins: (value) => `pages that may read answers: ${listWords(value, 'as the service says')}`,
  corsMethods: (value) => `methods for pages of other origins: ${listWords(value, 'none')}`,
  corsHeaders: (value) => `headers for pages of other origins: ${listWords(value, 'none')}`,
  corsExposed: (value) => `headers that pages of other origins may read: ${listWords(value, 'none')}`,
  corsCredentials: (value) => (value ? 'pages of other origins send cookies' : 'pages of other origins send no cookies'),
  corsMaxAgeMs: (value) => `browsers ask again after ${timeWords(value)}`,
  corsPrivateNetwork: (value) => `pages of public places ${value ? 'may' : 'may not'} call into this network`,
  csp: (value) => `the content policy ${{ off: 'off', 'report-only': 'reported only', enforce: 'enforced' }[value]}`,
  cspDirectives: (value) =>
    `the content policy ${listWords(
      Object.entries(value).map(([name, sources]) => [name, sources].filter((part) => part !== '').join(' ')),
      'without directives',
    )}`,
  cspReports: (value) => (value ? 'reports of browsers collected' : 'no reports of browsers'),
}
