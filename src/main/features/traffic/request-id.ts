/** A request's id as bytes, and the time that is in it (UUIDv7, RFC 9562). */

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Null of what is no UUID in lower case. */
export const idBytes = (id: string): Buffer | null => (uuid.test(id) ? Buffer.from(id.replaceAll('-', ''), 'hex') : null)

export const idText = (bytes: Uint8Array): string => {
  const hex = Buffer.from(bytes).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

export const timeInId = (bytes: Buffer): number => bytes.readUIntBE(0, 6)
