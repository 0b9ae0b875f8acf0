/** Figures of the log as they can be shown, whatever somebody has put into the database. Pure. */

/** The last moment that a Date can hold (ECMAScript, time values). */
const endOfTimeMs = 8.64e15

export const showableTime = (atMs: number): number => Math.max(-endOfTimeMs, Math.min(endOfTimeMs, atMs))
export const showableInteger = (value: number): number => Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, value))
