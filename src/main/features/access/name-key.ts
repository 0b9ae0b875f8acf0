/** Under which key a name is unique: what looks or types the same is the same name. */
import { createHash } from 'node:crypto'

/** NFKC (full-width and ligature forms), lower case, single spaces. */
export const nameKeyOf = (name: string): string => name.normalize('NFKC').toLowerCase().normalize('NFKC').trim().replace(/\s+/g, ' ')

/** Failures are counted under this, so that what somebody typed by mistake into the name field is not kept in clear. */
export const nameHashOf = (nameKey: string): string => createHash('sha256').update(nameKey).digest('hex')
