/** How long a silence may last, as people say it. */
const hourMs = 3_600_000

export const silenceSpans = ['1h', '4h', 'tomorrow', 'custom'] as const
export type SilenceSpan = (typeof silenceSpans)[number]

export const silenceSpanNames: Record<SilenceSpan, string> = {
  '1h': '1 hour',
  '4h': '4 hours',
  tomorrow: 'Until tomorrow, 9:00',
  custom: 'Until…',
}

/** By the clock of this window. Before 9:00, "tomorrow" is still the day after the night: today's date plus one. */
export const endOf = (span: Exclude<SilenceSpan, 'custom'>, nowMs: number): number => {
  if (span === '1h') return nowMs + hourMs
  if (span === '4h') return nowMs + 4 * hourMs
  const at = new Date(nowMs)
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() + 1, 9).getTime()
}
