/** What a provider said of a key, in words. */
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import type { KeyCheck, VaultKey } from '../../../shared/contract/vault.ts'
import { formatCount, formatRelative } from '../../ui/format.ts'

export const resultNames: Record<KeyCheck['result'], string> = {
  valid: 'Valid',
  refused: 'Refused',
  limited: 'Asked too often',
  unknown: 'Cannot say',
}
/** A refused key is one that something may still rely on. */
export const resultSeverities: Record<KeyCheck['result'], Severity | null> = {
  valid: null,
  refused: 'high',
  limited: 'low',
  unknown: 'low',
}

/** `valid 3 d ago`: what is certain of the key; null where nothing is. */
export const checkFact = (check: KeyCheck | null, nowMs: number): string | null =>
  check?.known ? `${check.known.result} ${formatRelative(check.known.atMs, nowMs)}` : null

export const canBeChecked = ({ state, checkHost }: Pick<VaultKey, 'state' | 'checkHost'>): boolean =>
  checkHost !== null && (state.kind === 'active' || state.kind === 'swapping')

export type CheckCounts = Record<KeyCheck['result'], number>
export const noChecks: CheckCounts = { valid: 0, refused: 0, limited: 0, unknown: 0 }

/** Whether anything is known now that was not before. */
export const toldAny = ({ valid, refused }: CheckCounts): boolean => valid + refused > 0

/** `3 valid, 1 refused, 2 could not be told` */
export const countsSentence = ({ valid, refused, limited, unknown }: CheckCounts): string =>
  [
    [valid, 'valid'],
    [refused, 'refused'],
    [limited + unknown, 'could not be told'],
  ]
    .filter(([count]) => count !== 0)
    .map(([count, word]) => `${formatCount(Number(count))} ${word}`)
    .join(', ')
