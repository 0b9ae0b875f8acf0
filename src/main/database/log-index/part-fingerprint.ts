/**
 * A fingerprint of which entries hold which terms, to compare a part of the index with the log: whatever order they come
 * in, the same pairs add up to the same. It takes seeds that nobody knows beforehand, so that no wrong index can be made
 * to fit. SQLite mixes the entries of a term by the same formula in a tenth of the time. Pure.
 */

export interface Seeds {
  /** Up to 2^34. */
  factor: number
  /** Up to 2^52. */
  offset: number
  /** 32 bits each. */
  first: number
  second: number
}

/** Entries of a part are told apart by their distance from its first: with these bits all figures stay whole. */
export const mostMixedEntries = 2 ** 18

/** 16 random bytes or more. */
export const seedsOf = (random: Buffer): Seeds => ({
  factor: random.readUInt32LE(0) + 2 ** 33 + 1,
  offset: random.readUInt32LE(4),
  first: random.readUInt32LE(8),
  second: random.readUInt32LE(12),
})

/** Of an entry, by its distance from the part's first: below 2^31. */
export const mix = ({ factor, offset }: Seeds, distance: number): number => {
  const bits = Math.floor((distance * factor + offset) / 2 ** 16) % 2 ** 26
  return Math.floor((bits * bits) / 2 ** 10) % 2 ** 31
}
const bitsInSql = '((doc - @first) * @factor + @offset >> 16 & 67108863)'
/** The same over a column \`doc\`, with the parameters first, factor and offset. */
export const mixInSql = `(${bitsInSql} * ${bitsInSql} >> 10 & 2147483647)`

/** MurmurHash3's mixing of 32 bits (A. Appleby), over UTF-16 units. */
const hashTerm = (term: string, seed: number): number => {
  let hash = seed
  for (let at = 0; at < term.length; at++) {
    hash = Math.imul(hash ^ term.charCodeAt(at), 0xcc9e2d51)
    hash = (hash << 13) | (hash >>> 19)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

export interface Fingerprint {
  /** `mixed`: of one entry, or the sum over several. */
  add(term: string, entries: number, mixed: number): void
  /** Pairs of term and entry. */
  pairs(): number
  equals(other: Fingerprint): boolean
  text(): string
}

export const createFingerprint = (seeds: Seeds): Fingerprint => {
  let one = 0
  let two = 0
  let pairs = 0
  const text = () => `${pairs} ${one} ${two}`
  return {
    add: (term, entries, mixed) => {
      one = (one + Math.imul(hashTerm(term, seeds.first), mixed | 0)) | 0
      two = (two + Math.imul(hashTerm(term, seeds.second), mixed | 0)) | 0
      pairs += entries
    },
    pairs: () => pairs,
    equals: (other) => other.text() === text(),
    text,
  }
}
