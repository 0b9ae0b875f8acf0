/** Who is kept out for a while, because a limit refused them again and again. Kept in this guard's memory. */
import type { Penalty } from '../../shared/limit-parts.ts'

export interface PenaltyInForce {
  key: string
  /** How many came one after another, this one among them. */
  level: number
  leftMs: number
}

interface Conduct {
  refusals: number
  lastRefusedMs: number
  level: number
  untilMs: number
}

/** Of one limit; beyond, those who were refused the longest ago are forgotten. */
const mostKeys = 20_000
/** Nobody looks at more. */
const mostTold = 50

/** What is left of the level when `decayMs` passed without a penalty, once or several times. */
const levelNow = ({ level, untilMs }: Conduct, { decayMs }: Penalty, nowMs: number): number =>
  Math.max(0, level - Math.floor(Math.max(0, nowMs - untilMs) / decayMs))

export class Penalties {
  readonly #penalty: Penalty
  #conducts = new Map<string, Conduct>()

  constructor(penalty: Penalty) {
    this.#penalty = penalty
  }

  /** 0: no penalty holds now. */
  waitMs(key: string, nowMs: number): number {
    const conduct = this.#conducts.get(key)
    return conduct ? Math.max(0, conduct.untilMs - nowMs) : 0
  }

  /** The limit refused one that no penalty kept out; answers how long they are kept out now, 0: not yet. */
  refused(key: string, nowMs: number): number {
    const { after, firstMs, factor, ceilingMs, decayMs } = this.#penalty
    let conduct = this.#conducts.get(key)
    if (!conduct) {
      if (this.#conducts.size >= mostKeys) this.#forget(nowMs)
      conduct = { refusals: 0, lastRefusedMs: nowMs, level: 0, untilMs: -Infinity }
      this.#conducts.set(key, conduct)
    }
    if (nowMs - conduct.lastRefusedMs >= decayMs) conduct.refusals = 0
    conduct.refusals += 1
    conduct.lastRefusedMs = nowMs
    if (conduct.refusals < after) return 0
    conduct.refusals = 0
    conduct.level = levelNow(conduct, this.#penalty, nowMs) + 1
    const lastsMs = Math.min(ceilingMs, firstMs * factor ** (conduct.level - 1))
    conduct.untilMs = nowMs + lastsMs
    // Silence is counted from the end of it.
    conduct.lastRefusedMs = conduct.untilMs
    return lastsMs
  }

  lift(key: string): void {
    this.#conducts.delete(key)
  }

  /** The longest first. */
  inForce(nowMs: number): PenaltyInForce[] {
    const held = [...this.#conducts].flatMap(([key, { level, untilMs }]) =>
      untilMs > nowMs ? [{ key, level, leftMs: untilMs - nowMs }] : [],
    )
    return held.toSorted((a, b) => b.leftMs - a.leftMs).slice(0, mostTold)
  }

  /** By building anew: a map that loses its oldest one by one takes ever longer to find them. */
  #forget(nowMs: number): void {
    const { decayMs } = this.#penalty
    const counts = (one: Conduct) => nowMs - one.lastRefusedMs < decayMs || levelNow(one, this.#penalty, nowMs) > 0
    const living = [...this.#conducts].filter(([, conduct]) => counts(conduct))
    // In the order in which they were refused last, and not in that in which they came.
    const byRefusal = living.toSorted(([, a], [, b]) => a.lastRefusedMs - b.lastRefusedMs)
    this.#conducts = new Map(byRefusal.slice(-mostKeys / 2))
  }
}
