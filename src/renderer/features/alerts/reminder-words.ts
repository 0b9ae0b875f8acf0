/** How bad it is that a key expires, and what the bell says of all together. */
import { severities, type Severity } from '../../../shared/contract/audit-filter.ts'
import type { KeyReminder } from '../../../shared/contract/vault.ts'
import { formatCounted } from '../../ui/format.ts'
import { firingSentence } from './alert-words.ts'

export const reminderSeverities: Record<KeyReminder['daysBefore'], Severity> = { 30: 'low', 7: 'medium', 1: 'high', 0: 'high' }

/** Null: nothing rings. */
export const worstOf = (firing: Severity | null, reminders: readonly KeyReminder[]): Severity | null =>
  [firing, ...reminders.map(({ daysBefore }) => reminderSeverities[daysBefore])]
    .filter((one) => one !== null)
    .reduce<Severity | null>((worst, one) => (worst === null || severities.indexOf(one) > severities.indexOf(worst) ? one : worst), null)

/** For the bell, read aloud. */
export const bellSentence = (firing: number, worst: Severity | null, reminders: readonly KeyReminder[]): string => {
  const alerts = firingSentence(firing, worst)
  return reminders.length === 0 ? alerts : `${alerts}; ${formatCounted(reminders.length, 'key expires', 'keys expire')}`
}
