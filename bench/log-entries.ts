// Entries such as a busy gatehouse makes, the same ones for the same seed: mostly the guard's, some of people at the console.
import type { PreparedEntry } from '../src/main/database/prepare-entry.ts'
import type { Outcome, Severity } from '../src/shared/contract/audit-filter.ts'

export interface LogEntriesOptions {
  entries: number
  fromMs: number
  untilMs: number
  seed?: number
}

interface Kind {
  /** How many of 1,000 entries. */
  share: number
  action: string
  severity: Severity
  outcome: Outcome
  threatClass?: string
  by: 'guard' | 'user' | 'system'
  message: string
  target: string
}

const guard = (share: number, action: string, severity: Severity, outcome: Outcome, message: string, threatClass?: string): Kind => ({
  share,
  action,
  severity,
  outcome,
  by: 'guard',
  message,
  target: 'route',
  ...(threatClass === undefined ? {} : { threatClass }),
})
const user = (
  share: number,
  action: string,
  message: string,
  target: string,
  severity: Severity = 'info',
  outcome: Outcome = 'done',
): Kind => ({
  share,
  action,
  severity,
  outcome,
  by: 'user',
  message,
  target,
})
const system = (share: number, action: string, message: string, severity: Severity = 'info', outcome: Outcome = 'done'): Kind => ({
  share,
  action,
  severity,
  outcome,
  by: 'system',
  message,
  target: 'setting',
})

/** `request.served` is never refused and `request.limited` never done: two common filters that never coincide. */
const kinds: Kind[] = [
  guard(330, 'request.served', 'info', 'done', 'A request was served'),
  guard(180, 'request.limited', 'low', 'refused', 'A request was refused: the consumer is over its limit'),
  guard(90, 'request.unauthorised', 'low', 'refused', 'A request was refused: its key is not known'),
  guard(60, 'request.blocked', 'medium', 'refused', 'A request was blocked: it looks like an injection into a query', 'sql-injection'),
  guard(45, 'request.blocked', 'medium', 'refused', 'A request was blocked: it holds a script', 'cross-site-scripting'),
  guard(30, 'request.blocked', 'high', 'refused', 'A request was blocked: it reaches outside its directory', 'path-traversal'),
  guard(18, 'request.blocked', 'high', 'refused', 'A request was blocked: it would run a command', 'command-injection'),
  guard(12, 'request.blocked', 'medium', 'refused', 'A request was blocked: a scanner made it', 'scanner'),
  guard(6, 'request.blocked', 'critical', 'refused', 'A request was blocked: it asks a server inside for data', 'request-forgery'),
  guard(4, 'request.flagged', 'low', 'done', 'A request was let through and flagged', 'anomaly'),
  guard(40, 'upstream.failed', 'medium', 'failed', 'The upstream did not answer in time'),
  guard(20, 'upstream.recovered', 'info', 'done', 'The upstream answers again'),
  guard(15, 'cache.filled', 'info', 'done', 'An answer was kept for others'),
  guard(12, 'circuit.opened', 'high', 'failed', 'Requests are held back: the upstream fails too often'),
  guard(10, 'circuit.closed', 'info', 'done', 'Requests go to the upstream again'),
  guard(8, 'budget.exceeded', 'medium', 'refused', 'A request was refused: the budget of the month is spent'),
  guard(6, 'token.expired', 'low', 'refused', 'A request was refused: its token has expired'),
  guard(4, 'schema.violated', 'low', 'refused', 'A request was refused: a field has the wrong form', 'malformed'),
  user(18, 'session.opened', 'Signed in with password and code', 'session'),
  user(15, 'session.closed', 'Signed out', 'session'),
  user(9, 'session.locked', 'The session was locked', 'session'),
  user(6, 'session.refused', 'Sign-in was refused: the password is wrong', 'session', 'medium', 'refused'),
  user(8, 'key.revealed', 'An API key was shown', 'key', 'high'),
  user(4, 'key.created', 'An API key was added', 'key', 'low'),
  user(3, 'key.rotated', 'An API key was replaced', 'key', 'low'),
  user(1, 'key.deleted', 'An API key was deleted', 'key', 'medium'),
  user(6, 'setting.changed', 'A setting was changed', 'setting', 'low'),
  user(1, 'user.created', 'A user was added', 'user', 'medium'),
  user(1, 'user.changed', 'The role of a user was changed', 'user', 'high'),
  user(4, 'route.changed', 'A route was changed', 'route', 'low'),
  user(2, 'policy.published', 'A policy was published', 'policy', 'medium'),
  user(3, 'alert.acknowledged', 'An alert was acknowledged', 'alert'),
  user(2, 'log.exported', 'The log was exported', 'log', 'low'),
  user(2, 'log.verified', 'The log was verified: it is intact', 'log'),
  user(1, 'code.refused', 'A six-digit code was refused', 'session', 'medium', 'refused'),
  system(9, 'alert.fired', 'An alert fired', 'high'),
  system(8, 'alert.resolved', 'An alert is over'),
  system(4, 'backup.made', 'A backup was made'),
  system(1, 'backup.failed', 'A backup could not be made', 'high', 'failed'),
  system(1, 'certificate.renewed', 'A certificate was renewed'),
  system(1, 'clock.stepped-back', 'The clock of this machine stepped back by 2 s', 'medium'),
]

const names = 'mara jonas aiko priya tomas elena kwame lucia omar ingrid noor pavel sofia bruno hana idris leila marco nina otto'.split(' ')
const things =
  'orders invoices labels printers shipments customers baskets refunds prices stock jobs reports webhooks tokens images search mail queues'.split(
    ' ',
  )
const agents = [
  'curl/8.11.0',
  'python-requests/2.32',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
  'okhttp/4.12',
  'Go-http-client/2.0',
]
const methods = ['GET', 'GET', 'GET', 'POST', 'POST', 'PUT', 'DELETE', 'PATCH']
const regions = ['eu-central', 'eu-north', 'us-east', 'us-west', 'ap-south']

/** mulberry32 (Tommy Ettinger, 2017): small, fast, and good enough to look real. */
const createRandom = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

const uuidOf = (a: number, b: number, c: number, d: number): string => {
  const hex = (value: number) => value.toString(16).padStart(8, '0')
  const [first, second, third, fourth] = [hex(a), hex(b), hex(c), hex(d)]
  return `${first}-${second.slice(0, 4)}-7${second.slice(5, 8)}-8${third.slice(1, 4)}-${third.slice(4)}${fourth}`
}

const users = Array.from({ length: 46 }, (_, n) => ({
  kind: 'user',
  id: uuidOf(0x0193a000 + n, n * 7919, n * 104_729, n * 1_299_709),
  name: n < names.length ? names[n]! : `${names[n % names.length]}.${things[n % things.length]}`,
}))
const guardActor = { kind: 'guard', id: null, name: 'guard' }
const systemActor = { kind: 'system', id: null, name: 'gatehouse' }
/** 2,000 over the whole time, of which some 300 are about at any moment. */
const sources = Array.from({ length: 2_000 }, (_, n) =>
  n % 5 === 4
    ? `2001:db8:${(n * 37).toString(16)}:${(n % 200).toString(16)}::${(n % 90).toString(16)}`
    : `${[10, 172, 192, 203][n % 4]}.${(n >>> 8) * 21}.${(n * 7) % 256}.${n % 256}`,
)
const aboutAtOnce = 300

const thousand = kinds.flatMap((kind) => Array<Kind>(kind.share).fill(kind))

export interface LogEntries {
  /** The next `count` ones, fewer at the end; times only rise. */
  take(count: number): PreparedEntry[]
}

export const createLogEntries = ({ entries, fromMs, untilMs, seed = 1 }: LogEntriesOptions): LogEntries => {
  const random = createRandom(seed)
  const stepMs = (untilMs - fromMs) / entries
  let made = 0

  const make = (n: number): PreparedEntry => {
    const dice = random()
    const more = random()
    const kind = thousand[dice % thousand.length]!
    const thing = things[(more >>> 4) % things.length]!
    const route = `/api/v${1 + (more % 3)}/${thing}`
    const number = (more >>> 9) % 90_000
    const isGuard = kind.by === 'guard'
    const by = isGuard ? guardActor : kind.by === 'system' ? systemActor : users[(more >>> 3) % users.length]!
    const source =
      kind.by === 'system' ? 'console' : sources[(Math.floor((n / entries) * 1_700) + ((dice >>> 12) % aboutAtOnce)) % sources.length]!
    const detail = isGuard
      ? {
          path: `${route}/${number}`,
          method: methods[more % methods.length],
          status: kind.outcome === 'done' ? 200 : kind.outcome === 'refused' ? 403 : 504,
          bytes: (more >>> 6) % 60_000,
          tookMs: (dice >>> 5) % 900,
          consumer: `shop-${(more >>> 11) % 40}`,
          userAgent: agents[more % agents.length],
          region: regions[dice % regions.length],
          rule: kind.threatClass === undefined ? null : `rule-${(more >>> 7) % 180}`,
          upstream: `http://${thing}.internal:${8000 + (more % 40)}`,
          policy: `${thing} policy, version ${1 + ((dice >>> 6) % 60)}`,
          decision: kind.outcome === 'done' ? 'forwarded' : 'answered by the guard',
        }
      : {
          name: `${thing} ${number}`,
          version: 1 + (more % 12),
          from: `${thing}-${dice % 500}`,
          reason: 'asked for at the console',
          region: regions[dice % regions.length],
        }
    return {
      atMs: Math.floor(fromMs + n * stepMs),
      severity: kind.severity,
      outcome: kind.outcome,
      action: kind.action,
      actorKind: by.kind,
      actorId: by.id,
      actorName: by.name,
      source,
      targetKind: kind.target,
      targetId: isGuard ? `route-${(more >>> 4) % things.length}` : `${kind.target}-${number}`,
      targetName: isGuard ? route : `${thing} ${number % 400}`,
      threatClass: kind.threatClass ?? null,
      requestId: kind.by === 'system' ? null : uuidOf(0x0193a0b0 + Math.floor(n / 4), Math.floor(n / 4) * 2_654_435, seed, dice >>> 31),
      count: kind.outcome === 'refused' && dice % 97 === 0 ? 2 + (more % 400) : 1,
      message: `${kind.message} (${thing} ${number})`,
      detail: JSON.stringify(detail),
    }
  }
  return {
    take: (count) => {
      const end = Math.min(entries, made + count)
      const taken: PreparedEntry[] = []
      for (; made < end; made++) taken.push(make(made))
      return taken
    },
  }
}
