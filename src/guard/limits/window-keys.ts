/**
 * The windows of one limit by key, in two generations: what was not asked for since the last turn but one is forgotten.
 * A turn comes when a whole stretch has passed, so that nothing forgotten could still count, or when there are too many.
 * (A map that loses its oldest entry for each new one takes ever longer to find the oldest: V8 skips the gaps one by one.)
 */
import type { KeyedWindows, KeysInUse } from './keyed-windows.ts'
import { nearestOf } from './keyed-windows.ts'
import { Window } from './window.ts'

/** Of one limit, in both generations; beyond, an attacker with many addresses makes the oldest be forgotten. */
const mostKeys = 100_000

export class WindowKeys implements KeyedWindows {
  readonly #limit: number
  readonly #perMs: number
  #young = new Map<string, Window>()
  #old = new Map<string, Window>()
  #turnedMs: number | null = null

  constructor(limit: number, perMs: number) {
    this.#limit = limit
    this.#perMs = perMs
  }

  of(key: string, nowMs: number): Window {
    this.#turnedMs ??= nowMs
    if (nowMs - this.#turnedMs >= this.#perMs || this.#young.size >= mostKeys / 2) this.#turn(nowMs)
    const known = this.#young.get(key)
    if (known) return known
    const window = this.#old.get(key) ?? new Window(this.#limit, this.#perMs)
    this.#young.set(key, window)
    return window
  }

  inUse(nowMs: number): KeysInUse {
    return nearestOf(this.#left(nowMs), this.#limit)
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
