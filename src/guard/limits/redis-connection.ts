/**
 * The way to a Redis that guards share: opened when a policy wants it, given up at once where it is gone, slow or answers
 * what it should not, and tried again meanwhile. Nobody who asks waits longer than the policy says.
 */
import type { Redis, RedisOptions } from 'ioredis'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import type { RedisSettings } from '../../shared/limit-parts.ts'
import { answersEach, decideScript } from './redis-script.ts'

export interface RedisConnectionOptions {
  clock: Clock
  logger: Logger
  /** Once when it cannot be used any more, with why, and once when it can again (null). */
  onProblem(problem: string | null): void
}

export interface RedisConnection {
  /** From now on it is used, if it can be; resolves when that is known. `password` null: none; undefined: it cannot be had. */
  use(settings: RedisSettings, password: string | null | undefined): Promise<void>
  leave(): void
  /** Null: it cannot be used now. The answer is null where it could not be had in time. */
  decide(keys: readonly string[], given: readonly string[]): Promise<readonly number[] | null> | null
  forget(key: string): void
  /** Why it cannot be used; null: it can, or nobody wants to. */
  problem(): string | null
  /** UTC; null: it is not used now. */
  sinceMs(): number | null
}

type Scripted = Redis & { decide(keys: number, ...given: string[]): Promise<unknown> }
interface Wanted {
  settings: RedisSettings
  password: string | null | undefined
}

const connectMs = 1_000
const firstRetryMs = 1_000
const longestRetryMs = 30_000
/** One that is lost sooner is tried ever more seldom. */
const steadyMs = 10_000

class NotAnswered extends Error {
  override readonly name = 'NotAnswered'
}

/** Never what it said itself: a stranger's words do not belong into our log. */
const wordsOf = (error: unknown): string => {
  if (error instanceof NotAnswered) return error.message
  const { code = '', message } = error as NodeJS.ErrnoException
  if (/^(?:WRONGPASS|NOAUTH|ERR AUTH|ERR invalid password)/.test(message)) return 'it does not take the name or the password'
  if (message.startsWith('NOPERM'))
    return 'the user may not run what is needed: EVALSHA, EVAL, TIME and commands of lists, strings and hashes'
  if (message.startsWith('WRONGTYPE')) return 'something else lies under its keys'
  if (message.startsWith('LOADING')) return 'it is still loading its data'
  if (message.startsWith('READONLY')) return 'it is a replica, which cannot be written'
  if (message.startsWith('OOM')) return 'its memory is full'
  if (message.startsWith('MOVED') || message.startsWith('ASK')) return 'another node of its cluster has the keys'
  if (code === 'ECONNREFUSED') return 'nothing listens at its address'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its name is not known'
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return 'its certificate is not trusted'
  return 'the connection is lost'
}

export const isAnswer = (given: unknown, limits: number): given is number[] =>
  Array.isArray(given) && given.length === limits * answersEach && given.every((one) => Number.isSafeInteger(one) && (one as number) >= 0)

const optionsOf = ({ settings, password }: Wanted): RedisOptions => {
  const { protocol, hostname, port, pathname } = new URL(settings.url)
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port || 6379),
    db: Number(pathname.slice(1) || 0),
    ...(protocol === 'rediss:' ? { tls: { rejectUnauthorized: true } } : {}),
    ...(settings.username === null ? {} : { username: settings.username }),
    ...(password == null ? {} : { password }),
    protocol: 2,
    lazyConnect: true,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    disableClientInfo: true,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: connectMs,
    // Tried again here, where nobody waits for it.
    retryStrategy: () => null,
  }
}

export const createRedisConnection = ({ clock, logger, onProblem }: RedisConnectionOptions): RedisConnection => {
  let wanted: Wanted | null = null
  let client: Scripted | null = null
  let readySinceMs: number | null = null
  let readyAtUtcMs: number | null = null
  let problem: string | null = null
  let retryMs = firstRetryMs
  let cancelRetry = () => {}

  /** Rejects where the answer is not there in time. What lies read in the socket by then counts: a busy guard is no slow Redis. */
  const within = <T>(ms: number, answer: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const cancel = clock.after(ms, () => setImmediate(() => reject(new NotAnswered(`it did not answer within ${ms} ms`))))
      answer.finally(cancel).then(resolve, reject)
    })
  const drop = () => {
    client?.disconnect()
    client = null
    readySinceMs = null
    readyAtUtcMs = null
  }
  const fail = (error: unknown) => {
    if (readySinceMs !== null && clock.monotonic() - readySinceMs >= steadyMs) retryMs = firstRetryMs
    drop()
    const words = wordsOf(error)
    if (problem === null) {
      logger.error({ why: words }, 'the limits cannot be counted in Redis')
      onProblem(words)
    }
    problem = words
    cancelRetry()
    cancelRetry = clock.after(retryMs, () => void open())
    retryMs = Math.min(longestRetryMs, 2 * retryMs)
  }

  const open = async (): Promise<void> => {
    const by = wanted
    if (!by) return
    let opened: Scripted | null = null
    try {
      if (by.password === undefined) throw new NotAnswered('its password cannot be had: open the vault')
      const { Redis: Client } = await import('ioredis')
      if (wanted !== by) return
      opened = new Client({ ...optionsOf(by), scripts: { decide: { lua: decideScript } } }) as Scripted
      let first: unknown = null
      opened.on('error', (error: unknown) => (first ??= error))
      client = opened
      const own = opened
      await within(connectMs, own.connect()).catch((error: unknown) => Promise.reject((first ?? error) as Error))
      await within(connectMs, own.decide(0))
      // Nobody asks it while it is not known to be quick enough.
      await within(by.settings.timeoutMs, own.decide(0))
      if (client !== own) return
      own.on('close', () => client === own && fail(first ?? new NotAnswered('the connection is lost')))
      readySinceMs = clock.monotonic()
      readyAtUtcMs = clock.now()
      if (problem !== null) onProblem(null)
      problem = null
    } catch (error) {
      if (wanted !== by || (opened !== null && client !== opened)) return opened?.disconnect()
      fail(error)
    }
  }

  return {
    use: async (settings, password) => {
      if (wanted && wanted.password === password && JSON.stringify(wanted.settings) === JSON.stringify(settings)) return
      drop()
      cancelRetry()
      retryMs = firstRetryMs
      wanted = { settings, password }
      await open()
    },
    leave: () => {
      wanted = null
      cancelRetry()
      drop()
      if (problem !== null) onProblem(null)
      problem = null
    },
    decide: (keys, given) => {
      const asked = client
      if (!asked || readySinceMs === null || !wanted) return null
      return within(wanted.settings.timeoutMs, asked.decide(keys.length, ...keys, ...given)).then(
        (answer) => {
          if (isAnswer(answer, keys.length / 2)) return answer
          if (client === asked) fail(new NotAnswered('it answers what it should not'))
          return null
        },
        (error: unknown) => {
          if (client === asked) fail(error)
          return null
        },
      )
    },
    forget: (key) =>
      void client?.del(key).catch((error: unknown) => logger.warn({ why: wordsOf(error) }, 'a penalty was not lifted in Redis')),
    problem: () => problem,
    sinceMs: () => readyAtUtcMs,
  }
}
