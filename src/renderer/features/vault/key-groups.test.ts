import { expect, test } from 'vitest'
import type { VaultKey } from '../../../shared/contract/vault.ts'
import { groupKeys, keyIdOf, matchesText, tagsInUse } from './key-groups.ts'
import { suggestLabel, titleOf } from './provider-names.ts'

const key = (provider: VaultKey['provider'], label: string, more: Partial<VaultKey> = {}): VaultKey => ({
  id: crypto.randomUUID(),
  provider,
  label,
  tags: [],
  hint: 'sk-proj-…7Fq2',
  state: { kind: 'active' },
  flags: [],
  versionNumber: 1,
  storedAtMs: 0,
  expiresAtMs: null,
  lastUsedAtMs: null,
  uses30Days: 0,
  check: null,
  checkHost: null,
  version: 1,
  ...more,
})

test('a search finds label, tag, provider and hint, each word somewhere', () => {
  const research = key('huggingface', 'research', { tags: ['team-ml'] })
  for (const typed of ['RESEARCH', 'team-ml', 'hugging face', '7fq2', 'ml research']) expect(matchesText(research, typed)).toBe(true)
  for (const typed of ['openai', 'research openai']) expect(matchesText(research, typed)).toBe(false)
  expect(matchesText(research, '  ')).toBe(true)
})

test('the largest group stands first, the unrecognised last, labels in their order and revoked ones at the end', () => {
  const rows = groupKeys([
    key('other', 'a'),
    key('other', 'b'),
    key('other', 'c'),
    key('stripe', 'billing'),
    key('openai', 'key 10'),
    key('openai', 'Key 2'),
    key('openai', 'an old one', { state: { kind: 'revoked', atMs: 1 } }),
  ])
  expect(rows.map((row) => (row.kind === 'provider' ? `${row.provider} ${row.count}` : row.key.label))).toEqual([
    'openai 3',
    'Key 2',
    'key 10',
    'an old one',
    'stripe 1',
    'billing',
    'other 3',
    'a',
    'b',
    'c',
  ])
})

test('a key is known by its id, and the row that names its provider by none', () => {
  const billing = key('stripe', 'billing')
  expect(groupKeys([billing]).map(keyIdOf)).toEqual([null, billing.id])
})

test('tags are offered by how often they are used', () => {
  expect(tagsInUse([key('npm', 'a', { tags: ['x', 'team'] }), key('npm', 'b', { tags: ['team'] })])).toEqual(['team', 'x'])
})

test('a label is suggested that no other key has', () => {
  expect(suggestLabel('openai', [])).toBe('OpenAI')
  expect(suggestLabel('openai', ['openai', 'OpenAI 2'])).toBe('OpenAI 3')
  expect(suggestLabel('other', [])).toBe('')
  expect(titleOf(key('openai', 'research'))).toBe('OpenAI, research')
  expect(titleOf(key('other', 'research'))).toBe('research')
})
