/**
 * A bucket as one moment: when it would be full again. Each request puts it off by what one costs, and one more may pass
 * while there is room before the bucket's depth (the generic cell rate algorithm, ITU-T I.371 annex A).
 */
import type { Limit } from '../../shared/policy.ts'
import type { LimitWindow } from './keyed-windows.ts'

/** Sums of fractions are never exact; a thousandth of a millisecond is nothing. */
const slackMs = 1e-3

/** Where the moment stands: in memory, or in a file. */
export interface FullMoment {
  /** -Infinity: it is full. */
  read(): number
  write(fullAtMs: number): void
}

type BucketLimit = Pick<Limit, 'limit' | 'perMs' | 'burst'>

export class BucketOf implements LimitWindow {
  readonly #eachMs: number
  readonly #burst: number
  readonly #moment: FullMoment

  constructor({ limit, perMs, burst }: BucketLimit, moment: FullMoment) {
    this.#eachMs = perMs / limit
    this.#burst = burst
    this.#moment = moment
  }

  waitMs(nowMs: number): number {
    const waitMs = this.resetMs(nowMs) - (this.#burst - 1) * this.#eachMs
    return waitMs <= slackMs ? 0 : waitMs
  }

  take(nowMs: number): void {
    this.#moment.write(Math.max(nowMs, this.#moment.read()) + this.#eachMs)
  }

  left(nowMs: number): number {
    const room = this.#burst - (this.resetMs(nowMs) - slackMs) / this.#eachMs
    return Math.max(0, Math.min(this.#burst, Math.floor(room)))
  }

  resetMs(nowMs: number): number {
    return Math.max(0, this.#moment.read() - nowMs)
  }
}

/** A class, since there is one for each caller. */
export class Bucket extends BucketOf {
  constructor(limit: BucketLimit) {
    super(limit, new MomentInMemory())
  }
}

class MomentInMemory implements FullMoment {
  #fullAtMs = -Infinity
  read(): number {
    return this.#fullAtMs
  }
  write(fullAtMs: number): void {
    this.#fullAtMs = fullAtMs
  }
}
