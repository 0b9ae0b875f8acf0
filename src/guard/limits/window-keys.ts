/**
 * The windows of one limit by key, in two generations: what was not asked for since the last turn but one is forgotten.
 * A turn comes when a whole stretch has passed, so that nothing forgotten could still count, or when there are too many.
 * (A map that loses its oldest entry for each new one takes ever longer to find the oldest: V8 skips the gaps one by one.)
 */
import { Window } from './window.ts'

/** Of one limit, in both generations; beyond, an attacker with many addresses makes the oldest be forgotten. */
const mostKeys = 100_000

export class WindowKeys {
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

  *entries(): Iterable<[string, Window]> {
    yield* this.#young
    for (const entry of this.#old) if (!this.#young.has(entry[0])) yield entry
  }

  #turn(nowMs: number): void {
    this.#old = this.#young
    this.#young = new Map()
    this.#turnedMs = nowMs
  }
}
