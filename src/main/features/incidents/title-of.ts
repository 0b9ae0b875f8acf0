/** What people call an incident: a few plain words about its kind, of whom, and from where. */
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import { manyKeyOf, signIns } from './entry-group.ts'

export const severalSources = 'several addresses'

const longest = 120
const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1).toWellFormed()}…` : text)

type Make = (entry: AuditEntry, from: string) => string
const byAction: Record<string, Make> = {
  'link.refused': (_entry, from) => `Refused one-time links ${from}`,
  'call.refused': ({ actor }) => `${actor.name} asked for what they may not`,
  'access-token.refused': (_entry, from) => `Refused access tokens ${from}`,
  'vault.recovery-refused': (_entry, from) => `Refused recovery keys ${from}`,
  'vault.opened-with-recovery-key': () => 'The vault was opened with the recovery key',
  'recovery-key.forged': () => 'A forged recovery key was found',
  'key.broken': () => 'Keys of the vault do not open',
  'key.reveal-failed': ({ actor }) => `${actor.name} could not reveal keys`,
  'window.crashed': () => 'The window crashed',
  'log.foreign-write': () => 'Another program wrote to the log',
  'log.head-lost': () => 'The log does not continue its signed head',
  'log.verified': () => 'The log was verified and is broken',
}

/** Sources that are a place and no address. */
const places = ['console', 'desktop window']
const fromWords = (source: string): string => (places.includes(source) ? `in the ${source}` : `from ${source}`)

export const titleOf = (entry: AuditEntry, group: { what: string; key: string; source: string }): string => {
  const from = fromWords(group.source)
  const many = group.key === manyKeyOf(group.what)
  if (group.what === signIns) {
    return cut(many ? `Refused sign-ins for many names ${from}` : `Refused sign-ins for ${entry.target?.name ?? 'a name'} ${from}`)
  }
  if (entry.threatClass !== null) return cut(`Requests of the class ${entry.threatClass} ${from}`)
  const make = byAction[entry.action]
  if (make && !many) return cut(make(entry, from))
  // The sentence of the entry, as far as it tells of the kind and not of the case.
  const [clause = entry.message] = entry.message.split(/[:;]/)
  return cut(many ? `${clause.trim()} (and others of the kind)` : clause.trim())
}
