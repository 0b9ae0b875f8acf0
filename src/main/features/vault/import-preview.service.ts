/** What an import would bring: each variable recognised, compared with the vault, and skipped with a reason where it is no key. */
import { Secret } from '../../../ports/secret.ts'
import { keyText } from '../../../shared/contract/vault.ts'
import type { ImportItem } from '../../../shared/contract/vault.ts'
import type { Readable } from '../../database/database.ts'
import { keyWithFingerprint, keyWithLabel } from './api-key.store.ts'
import type { DotenvItem } from './dotenv-text.ts'
import type { GivenVariable } from './given-environment.ts'
import { hintOf } from './key-hint.ts'
import { labelKeyOf } from './key-record.ts'
import type { KeyRing } from './key-ring.ts'
import { fingerprintOf } from './stored-text.service.ts'
import { looksLikeKey, providerOfVariable } from './variable-name.ts'

/** An item with what it would store; null where it is skipped. */
export interface PreviewedItem {
  item: ImportItem
  text: Secret | null
  /** Of the key that it would rotate, for `CONFLICT`. */
  existingVersion: number | null
}

export type Source =
  | { kind: 'value'; name: string; line: number | null; value: string }
  | { kind: 'skipped'; name: string; line: number | null; reason: string }

export const sourcesOfEnvironment = (variables: readonly GivenVariable[]): Source[] =>
  variables.map(({ name, value }) => ({ kind: 'value', name, line: null, value: value.reveal() }))
export const sourcesOfText = (items: readonly DotenvItem[]): Source[] => [...items]

const longestLabel = 120

const reasonOf = (value: string, name: string): string | null => {
  if (/^GATEHOUSE_/i.test(name)) return 'It is a setting of Gatehouse itself.'
  if (!keyText.safeParse(value).success) return 'It is longer than 64 KiB.'
  if (!value.isWellFormed()) return 'It holds characters that are no text.'
  return null
}

/** In order. Of one key under several names the first is offered. */
export const previewItems = (db: Readable, ring: KeyRing, sources: readonly Source[]): PreviewedItem[] => {
  const seen = new Map<string, string>()
  return sources.map((source, index) => {
    const { name, line } = source
    const label = name.slice(0, longestLabel)
    const skipped = (reason: string): PreviewedItem => ({
      item: { index, line, name, label, provider: 'other', hint: '', status: { kind: 'skipped', reason }, suggested: false },
      text: null,
      existingVersion: null,
    })
    if (source.kind === 'skipped') return skipped(source.reason)
    const { value } = source
    const reason = reasonOf(value, name)
    if (reason) return skipped(reason)
    const isKey = looksLikeKey(name, value)
    const fingerprint = fingerprintOf(ring, value)
    const base = { index, line, name, label, provider: providerOfVariable(name, value), hint: hintOf(value) }
    const sameAs = seen.get(fingerprint.toString('base64'))
    if (isKey && sameAs !== undefined) return skipped(`It is the same key as ${sameAs}.`)
    seen.set(fingerprint.toString('base64'), name)
    const text = new Secret(value)
    const duplicate = keyWithFingerprint(db, fingerprint)
    if (duplicate) {
      const status = { kind: 'duplicate', existingId: duplicate.id, existingLabel: duplicate.label } as const
      return { item: { ...base, status, suggested: false }, text, existingVersion: null }
    }
    const namesake = keyWithLabel(db, labelKeyOf(label))
    if (namesake) {
      const status = { kind: 'conflict', existingId: namesake.id, existingLabel: namesake.label } as const
      return { item: { ...base, status, suggested: isKey }, text, existingVersion: namesake.version }
    }
    return { item: { ...base, status: { kind: 'new' }, suggested: isKey }, text, existingVersion: null }
  })
}
