/** What this guard heard last of the keys of a limit that is counted elsewhere; for those who look. */
import type { KeyedWindows, KeysInUse, LimitWindow } from './keyed-windows.ts'
import type { PenaltyInForce } from './penalties.ts'
import { WindowKeys } from './window-keys.ts'

export interface Heard {
  waitMs: number
  left: number
  resetMs: number
  level: number
  keptOutMs: number
}

class SeenWindow implements LimitWindow {
  readonly #capacity: number
  #left: number
  #waitUntilMs = -Infinity
  #resetAtMs = -Infinity

  constructor(capacity: number) {
    this.#capacity = capacity
    this.#left = capacity
  }
  hear({ waitMs, left, resetMs }: Heard, nowMs: number): void {
    this.#left = left
    this.#resetAtMs = nowMs + resetMs
    this.#waitUntilMs = nowMs + (waitMs > 0 || left > 0 ? waitMs : resetMs)
  }
  waitMs(nowMs: number): number {
    return Math.max(0, this.#waitUntilMs - nowMs)
  }
  left(nowMs: number): number {
    return nowMs < this.#resetAtMs ? this.#left : this.#capacity
  }
  resetMs(nowMs: number): number {
    return Math.max(0, this.#resetAtMs - nowMs)
  }
  take(): void {
    throw new Error('it is counted elsewhere')
  }
}

const mostPenalties = 1_000

export class SeenKeys implements KeyedWindows {
  readonly #windows: WindowKeys<SeenWindow>
  readonly #penalties = new Map<string, { level: number; untilMs: number }>()

  constructor(capacity: number, countsMs: number) {
    this.#windows = new WindowKeys(capacity, countsMs, () => new SeenWindow(capacity))
  }

  hear(key: string, heard: Heard, nowMs: number): void {
    this.#windows.of(key, nowMs).hear(heard, nowMs)
    if (heard.keptOutMs === 0) {
      if (this.#penalties.size > 0) this.#penalties.delete(key)
    } else if (this.#penalties.size < mostPenalties || this.#penalties.has(key))
      this.#penalties.set(key, { level: heard.level, untilMs: nowMs + heard.keptOutMs })
  }

  of(key: string, nowMs: number): LimitWindow {
    return this.#windows.of(key, nowMs)
  }

  lift(key: string): void {
    this.#penalties.delete(key)
  }

  inUse(nowMs: number): KeysInUse {
    return this.#windows.inUse(nowMs)
  }

  penalties(nowMs: number): PenaltyInForce[] {
    for (const [key, { untilMs }] of this.#penalties) if (untilMs <= nowMs) this.#penalties.delete(key)
    const held = [...this.#penalties].map(([key, { level, untilMs }]) => ({ key, level, leftMs: untilMs - nowMs }))
    return held.toSorted((a, b) => b.leftMs - a.leftMs)
  }
}
