/** UTC with milliseconds (RFC 3339); a time that no calendar has, which only another program can have stored, becomes the nearest. */
const lastMs = 253_402_300_799_999

export const isoTime = (atMs: number): string => new Date(Math.min(lastMs, Math.max(0, Math.trunc(atMs)))).toISOString()
