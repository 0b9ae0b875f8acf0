/** Times as the browser's own date-and-time field takes and gives them: local, to the minute. */
const two = (part: number) => String(part).padStart(2, '0')

/** `2026-11-19T14:32`; empty for none. */
export const toLocalField = (atMs: number | undefined): string => {
  if (atMs === undefined) return ''
  const at = new Date(atMs)
  return `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`
}

/** Undefined where the field is empty or not filled in whole. */
export const fromLocalField = (text: string): number | undefined => {
  const atMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? new Date(text).getTime() : NaN
  return Number.isNaN(atMs) || atMs < 0 ? undefined : atMs
}
