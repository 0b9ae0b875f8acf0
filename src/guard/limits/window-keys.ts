/**
 * The windows of one limit by key, in two generations: what was not asked for since the last turn but one is forgotten.
 * A turn comes when a whole stretch has passed, so that nothing forgotten could still count, or when there are too many.
 * (A map that loses its oldest entry for each new one takes ever longer to find the oldest: V8 skips the gaps one by one.)
 */
import type { KeysInUse, LimitWindow } from './keyed-windows.ts'
import { nearestOf } from './keyed-windows.ts'

/** Of one limit, in both generations; beyond, an attacker with many addresses makes the oldest be forgotten. */
const mostKeys = 100_000

export class WindowKeys<One extends Pick<LimitWindow, 'left'> = LimitWindow> {
  readonly #capacity: number
  readonly #countsMs: number
  readonly #make: () => One
  #young = new Map<string, One>()
  #old = new Map<string, One>()
  #turnedMs: number | null = null

  /** `countsMs`: so long after the last request nothing of it counts any more. */
  constructor(capacity: number, countsMs: number, make: () => One) {
    this.#capacity = capacity
    this.#countsMs = countsMs
    this.#make = make
  }

  of(key: string, nowMs: number): One {
    this.#turnedMs ??= nowMs
    if (nowMs - this.#turnedMs >= this.#countsMs || this.#young.size >= mostKeys / 2) this.#turn(nowMs)
    const known = this.#young.get(key)
    if (known) return known
    const window = this.#old.get(key) ?? this.#make()
    this.#young.set(key, window)
    return window
  }

  inUse(nowMs: number): KeysInUse {
    return nearestOf(this.#left(nowMs), this.#capacity)
  }

  *#left(nowMs: number): Iterable<[string, number]> {
    for (const [key, window] of this.#young) yield [key, window.left(nowMs)]
    for (const [key, window] of this.#old) if (!this.#young.has(key)) yield [key, window.left(nowMs)]
  }

  #turn(nowMs: number): void {
    this.#old = this.#young
    this.#young = new Map()
    this.#turnedMs = nowMs
  }
}
