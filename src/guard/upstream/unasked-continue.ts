/**
 * Leaves out each `100 Continue` of a target. Nobody asked it for one, since the guard answers that itself, and a client
 * has to pass over it (RFC 9110, 15.2.1); the client library ends the connection instead.
 */
import type { Duplex } from 'node:stream'

/** `HTTP/1.1 100` */
const statusLineBytes = 12
const statusAt = 9
const digitOne = 0x31
const headEnd = Buffer.from('\r\n\r\n')

/** Of one connection, on which one answer comes at a time. */
export class UnaskedContinue {
  readonly #mostHeaderBytes: number
  /** The next bytes are the head of an answer. */
  #atHead = false
  /** The beginning of a head that is not whole. */
  #held: Buffer | null = null

  constructor(mostHeaderBytes: number) {
    this.#mostHeaderBytes = mostHeaderBytes
  }

  /** A request is about to be sent. */
  expectHead(): void {
    this.#atHead = true
    this.#held = null
  }

  /** What is left of it; null: nothing for now. What is held is bounded, and so is its time: by that of the answer. */
  pass(chunk: Buffer): Buffer | null {
    if (!this.#atHead) return chunk
    if (this.#held === null && chunk.length >= statusLineBytes && chunk[statusAt] !== digitOne) {
      this.#atHead = false
      return chunk
    }
    return this.#passHeads(this.#held === null ? chunk : Buffer.concat([this.#held, chunk]))
  }

  #passHeads(bytes: Buffer): Buffer | null {
    const kept: Buffer[] = []
    let rest = bytes
    this.#held = null
    while (rest.length >= statusLineBytes && rest[statusAt] === digitOne) {
      const end = rest.indexOf(headEnd)
      if (end < 0) break
      if (rest.toString('latin1', statusAt, statusLineBytes) !== '100') kept.push(rest.subarray(0, end + headEnd.length))
      rest = rest.subarray(end + headEnd.length)
    }
    const isWhole = rest.length >= statusLineBytes && rest[statusAt] !== digitOne
    if (isWhole || rest.length > this.#mostHeaderBytes) {
      this.#atHead = false
      kept.push(rest)
    } else if (rest.length > 0) this.#held = rest
    return kept.length === 0 ? null : Buffer.concat(kept)
  }

  /** From here on whoever reads the socket reads what is left. */
  attachTo(socket: Duplex): void {
    this.#held = null
    const read = socket.read.bind(socket)
    socket.read = (size?: number): unknown => {
      for (;;) {
        const chunk = read(size) as Buffer | null
        const left = chunk === null ? null : this.pass(chunk)
        if (left !== null || chunk === null) return left
      }
    }
  }
}
