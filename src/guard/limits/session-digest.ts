/** A session as it is counted: what tells it is as good as a password and is kept nowhere. */
import { hash } from 'node:crypto'

/** 128 bits and a little: nobody finds two sessions that are counted together. */
const letters = 22
const longest = 4096

/** Null: nothing tells a session. */
export const sessionDigest = (told: string): string | null =>
  told === '' || told.length > longest ? null : hash('sha256', told, 'base64url').slice(0, letters)
