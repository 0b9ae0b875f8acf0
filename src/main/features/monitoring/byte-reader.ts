/** Reads what `ByteWriter` wrote. Throws a RangeError at the end of the bytes. */

export class ByteReader {
  readonly #view: DataView
  #at = 0
  readonly length: number

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.length = bytes.byteLength
  }

  get ended(): boolean {
    return this.#at >= this.length
  }

  skip(count: number): void {
    this.#at += count
  }

  byte(): number {
    return this.#view.getUint8(this.#at++)
  }

  varint(): number {
    let value = 0
    let factor = 1
    for (;;) {
      const byte = this.#view.getUint8(this.#at++)
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
      factor *= 0x80
    }
  }

  signed(): number {
    const value = this.varint()
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2
  }

  double(): number {
    const value = this.#view.getFloat64(this.#at, true)
    this.#at += 8
    return value
  }

  bytes(count: number): Uint8Array {
    if (this.#at + count > this.length) throw new RangeError('The bytes end too early.')
    const part = new Uint8Array(this.#view.buffer, this.#view.byteOffset + this.#at, count)
    this.#at += count
    return part
  }
}
