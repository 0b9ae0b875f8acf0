/** When a key expires, as it is chosen in a form. */
import { dayOf } from './key-words.ts'

export const expiryChoices = ['none', '30', '90', '180', '365', 'date'] as const
export type ExpiryChoice = (typeof expiryChoices)[number]
export const expiryNames: Record<ExpiryChoice, string> = {
  none: 'Never',
  '30': 'In 30 days',
  '90': 'In 90 days',
  '180': 'In 180 days',
  '365': 'In 365 days',
  date: 'On a date',
}

export interface Expiry {
  choice: ExpiryChoice
  /** `2027-05-09`, local; empty unless the choice is a date. */
  date: string
}

export const noExpiry: Expiry = { choice: 'none', date: '' }

const pad = (figure: number) => String(figure).padStart(2, '0')
/** The local day as a date field writes it. */
export const dateText = (atMs: number): string => {
  const day = new Date(atMs)
  return `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`
}

/** A stored expiry as it is shown in the form again. */
export const expiryFrom = (expiresAtMs: number | null): Expiry =>
  expiresAtMs === null ? noExpiry : { choice: 'date', date: dateText(expiresAtMs) }

/** A date counts to its end, local; a key that was stored with that day keeps its exact time. */
export const expiresAt = ({ choice, date }: Expiry, nowMs: number, storedMs: number | null = null): number | null => {
  if (choice === 'none') return null
  if (choice !== 'date') return nowMs + Number(choice) * 86_400_000
  if (storedMs !== null && dateText(storedMs) === date) return storedMs
  return new Date(`${date}T23:59:59`).getTime()
}

/** Why this expiry cannot be taken; null where it can. */
export const expiryProblem = (expiry: Expiry, nowMs: number, storedMs: number | null = null): string | null => {
  if (expiry.choice !== 'date') return null
  const atMs = expiresAt(expiry, nowMs, storedMs)
  if (atMs === null || Number.isNaN(atMs)) return 'Enter a date.'
  return atMs <= nowMs && atMs !== storedMs ? `${dayOf(atMs)} is over already. Choose a later day.` : null
}
