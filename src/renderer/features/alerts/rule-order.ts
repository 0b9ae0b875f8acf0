/** In which order rules stand in their list, and which of them typing finds. */
import type { AlertRule } from '../../../shared/contract/alerts.ts'

const order: Record<AlertRule['state'], number> = { firing: 0, pending: 1, 'no-data': 2, well: 3, off: 4 }
const words = new Intl.Collator('en', { numeric: true })

export const sortRules = (rules: readonly AlertRule[]): AlertRule[] =>
  rules.toSorted((a, b) => order[a.state] - order[b.state] || words.compare(a.name, b.name))

/** Each word typed is somewhere in its name, its sentence, its group or its labels. */
export const matchesRule = ({ name, sentence, group, labels }: AlertRule, typed: string): boolean => {
  const text = `${name} ${sentence} ${group} ${JSON.stringify(labels)}`.toLowerCase()
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
