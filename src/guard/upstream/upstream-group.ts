/** The targets of one upstream: chooses among those that are well, and learns from how requests end. */
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import type { Upstream } from '../../shared/policy.ts'
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
  /** Ends once what is under way is over; new requests go elsewhere. */
  retire(): void
}

export const createUpstreamGroup = (
  upstream: Upstream,
  { clock, logger, onHealth }: { clock: Clock; logger: Logger; onHealth(upstream: Upstream, target: Target, well: boolean): void },
): UpstreamGroup => {
  const targets = upstream.targets.map((target) => createTarget(upstream, target))
  let retired = false

  const setAnswers = (target: Target, answers: boolean) => {
    if (target.answers === answers) return
    target.answers = answers
    onHealth(upstream, target, answers)
  }
  const watch = async (target: Target) => {
    const health = upstream.activeHealth!
    let inARow = 0
    let last: boolean | null = null
    while (!retired) {
      const well = await askTarget(target, health)
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

  return {
    upstream,
    targets,
    choose: (key, tried) => {
      const nowMs = clock.monotonic()
      const well = targets.filter((target) => isWell(target, nowMs) && !tried.includes(target))
      if (upstream.balance === 'hash') return ofHash(well, key)
      return upstream.balance === 'least-connections' ? leastBusy(well) : nextInTurn(well)
    },
    succeeded: (target) => {
      target.failures = 0
    },
    failed: (target) => {
      const { passiveHealth } = upstream
      target.failures += 1
      if (!passiveHealth || target.failures < passiveHealth.failures) return
      target.failures = 0
      target.outUntilMs = clock.monotonic() + passiveHealth.outForMs
      onHealth(upstream, target, false)
      clock.after(passiveHealth.outForMs, () => !retired && target.outUntilMs <= clock.monotonic() && onHealth(upstream, target, true))
    },
    retire: () => {
      retired = true
      stopping.abort()
      clock.after(graceMs, () => targets.forEach(({ pool }) => void pool.close().catch(() => {})))
    },
  }
}
