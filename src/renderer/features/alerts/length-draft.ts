/** A length of time while somebody fills it in: a figure and its unit. */
export const lengthUnits = ['seconds', 'minutes', 'hours', 'days'] as const
type LengthUnit = (typeof lengthUnits)[number]

const unitMs: Record<LengthUnit, number> = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 }

export interface LengthDraft {
  amount: string
  unit: LengthUnit
}

/** In the largest unit that it is a whole number of; nothing at all is told in minutes. */
export const lengthDraftOf = (ms: number): LengthDraft => {
  const unit = ms === 0 ? 'minutes' : (lengthUnits.findLast((name) => ms % unitMs[name] === 0) ?? 'seconds')
  return { amount: String(ms / unitMs[unit]), unit }
}

/** In ms; null where no length was written, or it is not within the bounds. */
export const readLength = ({ amount, unit }: LengthDraft, leastMs: number, mostMs: number): number | null => {
  const text = amount.trim().replace(',', '.')
  const ms = text === '' ? NaN : Math.round(Number(text) * unitMs[unit])
  return Number.isFinite(ms) && ms >= leastMs && ms <= mostMs ? ms : null
}
