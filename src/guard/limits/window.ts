/**
 * At most `limit` in any stretch of `perMs`, exactly: the moments of the last `limit` that were let by are kept in a
 * ring, and one more may pass when the oldest of them is at least `perMs` ago. Each look is one step, whatever the limit.
 */

import type { LimitWindow } from './keyed-windows.ts'

const smallest = 16

/** A class, since there is one for each caller: a hundred thousand share their functions. */
export class Window implements LimitWindow {
  readonly #limit: number
  readonly #perMs: number
  // Grows as it fills, so that a high limit that nobody reaches costs nothing.
  #ring: Float64Array
  /** Where the next goes; the `count` before it, around the ring, are those that may still count. */
  #next = 0
  #count = 0

  constructor(limit: number, perMs: number) {
    this.#limit = limit
    this.#perMs = perMs
    this.#ring = new Float64Array(Math.min(limit, smallest))
  }

  /** How long until one more may pass; 0: now. Never below 0. */
  waitMs(nowMs: number): number {
    this.#forget(nowMs)
    // Of a difference that rounding swallows something must be left: 0 would let it pass.
    return this.#count < this.#limit ? 0 : Math.max(Number.MIN_VALUE, this.#oldest() + this.#perMs - nowMs)
  }

  /** Counts one that passes now. Only after `waitMs` was 0. */
  take(nowMs: number): void {
    if (this.#count === this.#ring.length && this.#ring.length < this.#limit) this.#grow()
    this.#ring[this.#next] = nowMs
    this.#next = this.#next + 1 === this.#ring.length ? 0 : this.#next + 1
    this.#count = Math.min(this.#limit, this.#count + 1)
  }

  /** How many more may pass now. */
  left(nowMs: number): number {
    this.#forget(nowMs)
    return this.#limit - this.#count
  }

  /** Until the oldest that counts leaves the stretch; 0 where none counts. */
  resetMs(nowMs: number): number {
    this.#forget(nowMs)
    return this.#count === 0 ? 0 : Math.max(0, this.#oldest() + this.#perMs - nowMs)
  }

  #oldest(): number {
    const at = this.#next - this.#count
    return this.#ring[at < 0 ? at + this.#ring.length : at]!
  }

  #forget(nowMs: number): void {
    while (this.#count > 0 && nowMs - this.#oldest() >= this.#perMs) this.#count--
  }

  #grow(): void {
    const larger = new Float64Array(Math.min(this.#limit, this.#ring.length * 2))
    // It is full: the oldest stands where the next would go.
    larger.set(this.#ring.subarray(this.#next))
    larger.set(this.#ring.subarray(0, this.#next), this.#ring.length - this.#next)
    this.#next = this.#count
    this.#ring = larger
  }
}
