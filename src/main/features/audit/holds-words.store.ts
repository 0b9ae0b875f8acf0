/** Whether a row of the log holds the words that are searched for. */
import { holdsAll } from '../../../shared/search-words.ts'
import type { Run } from '../../../shared/search-words.ts'
import { searchedTexts } from '../../database/log-index/entry-terms.ts'
import type { WholeRow } from '../../database/log-entry.ts'
import { uuidOf } from '../../database/log-entry.ts'

const ascii = /^\p{ASCII}*$/u
/** JSON and folding leave such text as it is, but for its case. */
const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/

const textsOf = (row: WholeRow): string[] =>
  searchedTexts({
    message: row.message,
    action: row.action ?? '',
    actorName: row.actor_name ?? '',
    source: row.source ?? '',
    targetKind: row.target_kind,
    targetId: row.target_id,
    targetName: row.target_name,
    threatClass: row.threat_class,
    requestId: uuidOf(row.request_id),
    detail: row.detail,
  })

/** Tells quickly, without reading the detail, of most rows that do not; false says nothing. */
const surelyLacks = (row: WholeRow, runs: readonly Run[]): boolean => {
  const raw = [
    row.message,
    row.detail,
    row.action,
    row.actor_name,
    row.source,
    row.target_kind,
    row.target_id,
    row.target_name,
    row.threat_class,
    uuidOf(row.request_id),
  ].join('\n')
  if (!ascii.test(raw) || raw.includes('\\u')) return false
  const folded = raw.toLowerCase()
  return runs.some(({ text }) => plain.test(text) && !folded.includes(text))
}

export const holdsWords = (row: WholeRow, runs: readonly Run[]): boolean =>
  runs.length === 0 || (!surelyLacks(row, runs) && holdsAll(textsOf(row), runs))
