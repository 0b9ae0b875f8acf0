/** Addresses and networks as text, and as numbers to compare: IPv4 and IPv6, with IPv4 inside IPv6 taken as IPv4 (RFC 4291, 2.5.5.2). */

/** 4 or 16 bytes; null where the text is no address. */
export const bytesOfAddress = (text: string): Uint8Array | null => {
  const four = bytesOfIpv4(text)
  if (four) return four
  const sixteen = bytesOfIpv6(text)
  if (sixteen && sixteen.subarray(0, 10).every((byte) => byte === 0) && sixteen[10] === 255 && sixteen[11] === 255) return sixteen.slice(12)
  return sixteen
}

const bytesOfIpv4 = (text: string): Uint8Array | null => {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return null
  const parts = text.split('.')
  // A leading zero would be read as octal by some.
  if (parts.some((part) => Number(part) > 255 || (part.length > 1 && part.startsWith('0')))) return null
  return Uint8Array.from(parts, Number)
}

const bytesOfIpv6 = (text: string): Uint8Array | null => {
  if (text.length > 45 || !text.includes(':')) return null
  let tail: Uint8Array = new Uint8Array(0)
  let words = text
  const lastColon = text.lastIndexOf(':')
  if (text.includes('.')) {
    const four = bytesOfIpv4(text.slice(lastColon + 1))
    if (!four) return null
    tail = four
    words = text.slice(0, lastColon + 1)
    if (!words.endsWith('::')) words = words.slice(0, -1)
  }
  const halves = words.split('::')
  if (halves.length > 2) return null
  const [left = [], right] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const given = left.length + (right?.length ?? 0) + tail.length / 2
  if (right === undefined ? given !== 8 : given > 7) return null
  const groups = right === undefined ? left : [...left, ...Array.from({ length: 8 - given }, () => '0'), ...right]
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return null
  const bytes = groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255])
  return Uint8Array.from([...bytes, ...tail])
}

export const isAddress = (text: string): boolean => bytesOfAddress(text) !== null

export interface Network {
  bytes: Uint8Array
  prefix: number
}

/** `10.0.0.0/8`, `2001:db8::/32`, or a single address; null where it is none. */
export const networkOf = (text: string): Network | null => {
  const slash = text.indexOf('/')
  const bytes = bytesOfAddress(slash < 0 ? text : text.slice(0, slash))
  if (!bytes) return null
  const full = bytes.length * 8
  if (slash < 0) return { bytes, prefix: full }
  const digits = text.slice(slash + 1)
  if (!/^\d{1,3}$/.test(digits)) return null
  // What was written as IPv6 and is IPv4 inside has 96 bits before it.
  const prefix = Number(digits) - (bytes.length === 4 && text.slice(0, slash).includes(':') ? 96 : 0)
  return prefix < 0 || prefix > full ? null : { bytes, prefix }
}

export const isNetwork = (text: string): boolean => text.includes('/') && networkOf(text) !== null

export const liesIn = (address: Uint8Array, { bytes, prefix }: Network): boolean => {
  if (address.length !== bytes.length) return false
  const whole = prefix >> 3
  for (let at = 0; at < whole; at++) if (address[at] !== bytes[at]) return false
  const rest = prefix & 7
  return rest === 0 || (address[whole]! ^ bytes[whole]!) >> (8 - rest) === 0
}

const loopback = ['127.0.0.0/8', '::1'].map((text) => networkOf(text)!)

/** Of an address, or a host of a URL (IPv6 in brackets): whether it never leaves this machine. A name such as `127.example.org` may. */
export const isThisMachine = (host: string): boolean => {
  if (host === 'localhost') return true
  const bytes = bytesOfAddress(host.replace(/^\[|\]$/g, ''))
  return bytes !== null && loopback.some((network) => liesIn(bytes, network))
}
