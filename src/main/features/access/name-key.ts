/** Under which key a name is unique: what looks or types the same is the same name. */
import { createHash } from 'node:crypto'

/** NFKC (full-width and ligature forms), lower case, single spaces. */
export const nameKeyOf = (name: string): string => name.normalize('NFKC').toLowerCase().normalize('NFKC').trim().replace(/\s+/g, ' ')

/**
 * What somebody who is signed in already gets wrong is counted under this, apart from sign-ins: else a stranger who only knows the
 * name could keep them from unlocking and from fresh codes. No name can be this: they begin with no space.
 */
export const inSessionsOf = (userId: string): string => ` ${userId}`

/** Failures are counted under this, so that what somebody typed by mistake into the name field is not kept in clear. */
export const nameHashOf = (nameKey: string): string => createHash('sha256').update(nameKey).digest('hex')

const shownCharacters = 64

/** A name as typed by anybody, fit for the log: cut, and without what a reader cannot see or what turns the text around. */
export const shownNameOf = (typed: string): string => Array.from(typed).slice(0, shownCharacters).join('').replace(/\p{C}/gu, '\ufffd')
