/** How long to wait before the next try: 1 s, doubling to 5 min, and half of it by chance so that many senders do not come at once. */
export const longestWaitMs = 300_000
const firstWaitMs = 1_000

/** `failures` in a row, at least 1; `chance` is at least 0 and below 1. */
export const waitAfter = (failures: number, chance: number): number => {
  const fullMs = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures - 1, 30))
  return Math.round(fullMs * (0.5 + chance / 2))
}

/** What a receiver may ask for at most. */
const longestAskedMs = 3_600_000

/** `Retry-After` as seconds or a date (RFC 9110, 10.2.3); null where it is neither. */
export const retryAfterMs = (header: string | undefined, nowMs: number): number | null => {
  const text = header?.trim() ?? ''
  const askedMs = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs
  return Number.isNaN(askedMs) ? null : Math.min(longestAskedMs, Math.max(0, askedMs))
}
