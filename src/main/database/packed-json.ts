/** JSON in a column, packed. */
import { gunzipSync, gzipSync } from 'node:zlib'

/** What a restored backup brings may have been packed to fill all memory. */
const maxOutputLength = 64 * 1024 * 1024

export const packJson = (value: unknown): Buffer => gzipSync(JSON.stringify(value))
/** Not validated: what it must be may have changed since. */
export const unpackJson = (packed: Uint8Array): unknown => JSON.parse(gunzipSync(packed, { maxOutputLength }).toString())
