/** A value that cannot be printed by accident: it logs, joins and serialises as [secret]. */
import { inspect } from 'node:util'

export class Secret<T = string> {
  readonly #value: T
  constructor(value: T) {
    this.#value = value
  }
  /** The value itself. Use it where it is spent, and nowhere keep what this returns. */
  reveal(): T {
    return this.#value
  }
  toString(): string {
    return '[secret]'
  }
  toJSON(): string {
    return '[secret]'
  }
  [inspect.custom](): string {
    return '[secret]'
  }
}
