/** A duration in words, rounded up: "15 minutes". */

const units: [number, string][] = [
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1000, 'second'],
]

/** Rounds up: who is told to wait must not come too early. */
export const durationWords = (ms: number): string => {
  const [size, name] = units.find(([unitMs]) => ms === unitMs || ms >= 2 * unitMs) ?? [1000, 'second']
  const count = Math.max(1, Math.ceil(ms / size))
  return `${count} ${name}${count === 1 ? '' : 's'}`
}
