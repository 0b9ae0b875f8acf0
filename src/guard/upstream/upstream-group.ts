/** The targets of one upstream: chooses among those that are well, and learns from how requests end. */
import { Pool } from 'undici'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import type { Upstream } from '../../shared/policy.ts'
import { createUpstreamTls } from '../tls/upstream-tls.ts'
import { leastBusy, nextInTurn, ofHash } from './choose-target.ts'
import { askTarget } from './ask-target.ts'
import type { Target } from './target.ts'
import { createTarget, isWell } from './target.ts'

/** Requests that were judged by the former policy may still be about to choose. */
const graceMs = 5_000

export interface UpstreamGroup {
  readonly upstream: Upstream
  readonly targets: readonly Target[]
  /** `key`: of the hash. `tried`: those that just failed. Null where none is well. */
  choose(key: string, tried: readonly Target[]): Target | null
  succeeded(target: Target): void
  failed(target: Target): void
  /** Ends once what is under way is over; new requests go elsewhere. `at-once`: nothing is under way. */
  retire(when?: 'at-once'): void
}

export const createUpstreamGroup = (
  upstream: Upstream,
  { clock, logger, onHealth }: { clock: Clock; logger: Logger; onHealth(upstream: Upstream, target: Target, well: boolean): void },
): UpstreamGroup => {
  const tls = createUpstreamTls(upstream, clock)
  const targets = upstream.targets.map((target) => createTarget(upstream, target, { clock, tls }))
  let retired = false

  const setAnswers = (target: Target, answers: boolean) => {
    if (target.answers === answers) return
    target.answers = answers
    onHealth(upstream, target, answers)
  }
  const watch = async (target: Target) => {
    const health = upstream.activeHealth!
    // A connection of its own: where requests use up all others, a target is busy and not ill.
    const own = new Pool(target.url, { connections: 1, connect: tls.connect })
    stopping.signal.addEventListener('abort', () => void own.destroy().catch(() => {}))
    let inARow = 0
    let last: boolean | null = null
    while (!retired) {
      const well = await askTarget(own, health)
      inARow = well === last ? inARow + 1 : 1
      last = well
      if (retired) return
      if (well && inARow >= health.healthyAfter) setAnswers(target, true)
      if (!well && inARow >= health.unhealthyAfter) setAnswers(target, false)
      await clock.sleep(health.everyMs, stopping.signal).catch(() => {})
    }
  }
  const stopping = new AbortController()
  if (upstream.activeHealth) {
    for (const target of targets)
      watch(target).catch((error: unknown) => logger.error({ err: error, target: target.url }, 'asking a target for its health failed'))
  }

  const among = (candidates: readonly Target[], key: string): Target | null => {
    if (upstream.balance === 'hash') return ofHash(candidates, key)
    return upstream.balance === 'least-connections' ? leastBusy(candidates) : nextInTurn(candidates)
  }

  return {
    upstream,
    targets,
    choose: (key, tried) => {
      const nowMs = clock.monotonic()
      const [only] = targets
      if (targets.length === 1) return only!.weight > 0 && only!.answers && !tried.includes(only!) ? only! : null
      const open = targets.filter((target) => target.answers && !tried.includes(target))
      const well = open.filter((target) => isWell(target, nowMs))
      // Failures of requests alone never take out the last: somebody who knows how to make a target fail could end the service.
      return among(well.some(({ weight }) => weight > 0) ? well : open, key)
    },
    succeeded: (target) => {
      target.failures = 0
    },
    failed: (target) => {
      const { passiveHealth } = upstream
      target.failures += 1
      if (!passiveHealth || target.failures < passiveHealth.failures) return
      const known = !isWell(target, clock.monotonic())
      target.failures = 0
      target.outUntilMs = clock.monotonic() + passiveHealth.outForMs
      if (!known) onHealth(upstream, target, false)
      clock.after(passiveHealth.outForMs, () => !retired && target.outUntilMs <= clock.monotonic() && onHealth(upstream, target, true))
    },
    retire: (when) => {
      retired = true
      stopping.abort()
      tls.close()
      const close = () => targets.forEach(({ pool }) => pool.close())
      if (when === 'at-once') close()
      else clock.after(graceMs, close)
    },
  }
}
