/** What is typed into the form of an objective, and what is read of it. */
import type { GivenObjective } from '../../../shared/contract/objectives.ts'

export interface ObjectiveDraft {
  name: string
  kind: GivenObjective['indicator']['kind']
  /** Empty: every route. */
  route: string
  target: string
  days: string
  withinMs: string
}

export const draftOf = (objective: GivenObjective | null): ObjectiveDraft => ({
  name: objective?.name ?? '',
  kind: objective?.indicator.kind ?? 'availability',
  route: objective?.indicator.route ?? '',
  target: String(objective?.targetPercent ?? 99.9),
  days: String(objective?.periodDays ?? 30),
  withinMs: objective?.indicator.kind === 'latency' ? String(objective.indicator.withinMs) : '500',
})

type Problems = Partial<Record<'name' | 'target' | 'days' | 'withinMs', string>>

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.')))

/** `given` is null while anything is wrong. */
export const readDraft = (draft: ObjectiveDraft): { given: GivenObjective | null; problems: Problems } => {
  const name = draft.name.trim()
  const targetPercent = numberOf(draft.target)
  const periodDays = numberOf(draft.days)
  const withinMs = numberOf(draft.withinMs)
  const problems: Problems = {}
  if (name === '' || name.length > 80) problems.name = 'Give it a name of at most 80 letters.'
  if (!(targetPercent >= 50 && targetPercent <= 99.999)) problems.target = 'From 50 to 99.999.'
  if (!Number.isInteger(periodDays) || periodDays < 1 || periodDays > 90) problems.days = 'From 1 to 90.'
  if (draft.kind === 'latency' && !(withinMs > 0 && withinMs <= 600_000)) problems.withinMs = 'Above 0, at most 600,000.'
  const route = draft.route === '' ? null : draft.route
  if (Object.keys(problems).length > 0) return { given: null, problems }
  const indicator = draft.kind === 'availability' ? { kind: draft.kind, route } : { kind: draft.kind, route, withinMs }
  return { given: { name, indicator, targetPercent, periodDays }, problems }
}
