/**
 * A window as `window.ts` has it, of which each moment is read from a file when it is needed: the oldest that counts is
 * found by halving, so that a limit of a hundred thousand costs a decision no more than a few looks.
 */
import type { Limit } from '../../shared/policy.ts'
import type { LimitWindow } from './keyed-windows.ts'

export interface WindowRow {
  /** Null: nothing of it is in the file. */
  id: number | null
  /** The number of the next hit; that of number n stands in slot n modulo the limit. */
  next: number
  /** Those before it that may still count. */
  count: number
}

export interface WindowRows {
  add(): number
  hitAt(window: number, slot: number): number
  keep(window: number, row: Pick<WindowRow, 'next' | 'count'>, slot: number, atMs: number): void
}

export class FileWindow implements LimitWindow {
  readonly #limit: number
  readonly #perMs: number
  readonly #rows: WindowRows
  #id: number | null
  #next: number
  #count: number
  /** Of the oldest that counts; null: not looked at yet. */
  #oldestMs: number | null = null

  constructor({ limit, perMs }: Limit, { id, next, count }: WindowRow, rows: WindowRows) {
    this.#limit = limit
    this.#perMs = perMs
    this.#rows = rows
    this.#id = id
    this.#next = next
    this.#count = count
  }

  waitMs(nowMs: number): number {
    this.#forget(nowMs)
    return this.#count < this.#limit ? 0 : Math.max(Number.MIN_VALUE, this.#oldest() + this.#perMs - nowMs)
  }

  take(nowMs: number): void {
    this.#id ??= this.#rows.add()
    // Another guard's time may be a little ahead; moments stand in their order.
    const atMs = this.#count === 0 ? nowMs : Math.max(nowMs, this.#at(this.#count - 1))
    const slot = this.#next % this.#limit
    this.#next += 1
    this.#count += 1
    if (this.#count === 1) this.#oldestMs = atMs
    this.#rows.keep(this.#id, { next: this.#next, count: this.#count }, slot, atMs)
  }

  left(nowMs: number): number {
    this.#forget(nowMs)
    return this.#limit - this.#count
  }

  resetMs(nowMs: number): number {
    this.#forget(nowMs)
    return this.#count === 0 ? 0 : Math.max(0, this.#oldest() + this.#perMs - nowMs)
  }

  /** Of those that may count, the oldest being 0. */
  #at(place: number): number {
    return this.#rows.hitAt(this.#id!, (this.#next - this.#count + place) % this.#limit)
  }

  #oldest(): number {
    return (this.#oldestMs ??= this.#at(0))
  }

  #forget(nowMs: number): void {
    const counts = (atMs: number) => nowMs - atMs < this.#perMs
    if (this.#count === 0 || counts(this.#oldest())) return
    let gone = 0
    let counting = this.#count
    // The oldest is gone already; what `counting` stands at counts, or is behind the last.
    while (counting - gone > 1) {
      const middle = (gone + counting) >> 1
      if (counts(this.#at(middle))) counting = middle
      else gone = middle
    }
    this.#count -= counting
    this.#oldestMs = null
  }
}
