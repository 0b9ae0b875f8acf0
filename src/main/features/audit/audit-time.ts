/** Times of entries that can be shown whatever somebody has put into the database. Pure. */

/** The last moment that a Date can hold (ECMAScript, time values). */
const endOfTimeMs = 8.64e15

export const showableTime = (atMs: number): number => Math.max(-endOfTimeMs, Math.min(endOfTimeMs, atMs))
