/** What a statement is called in figures and logs: its leading comment where it has one, else its verb, its table and a mark of its text. */
import { hash } from 'node:crypto'

const given = /^\s*\/\*\s*([a-z0-9][a-z0-9 .-]{0,80}?)\s*\*\//i
const verb = /^\s*(?:WITH\b[\s\S]*?\b)?(SELECT|INSERT|UPDATE|DELETE|REPLACE)\b/i
const table = /\b(?:FROM|INTO|UPDATE)\s+"?(\w+)/i

/** Never holds a value: parameters are not part of a statement, and no more of its text is taken than verb and table. */
export const queryNameOf = (sql: string): string => {
  const name = given.exec(sql)?.[1]
  if (name) return name
  const words = [verb.exec(sql)?.[1]?.toLowerCase() ?? 'statement', table.exec(sql)?.[1]].filter((word) => word !== undefined)
  return `${words.join(' ')} ${hash('sha256', sql, 'hex').slice(0, 4)}`
}
