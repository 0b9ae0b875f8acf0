import { expect, test } from 'vitest'
import { issuerSchema } from '../../../shared/issuer.ts'
import { issuerDraftOf, readIssuer, type IssuerDraft } from './issuer-draft.ts'

const issuer = issuerSchema.parse({
  id: 'login',
  name: 'Login',
  issuer: 'https://login.example/',
  audiences: ['shop-api', 'https://api.example'],
  keys: { kind: 'url', url: 'https://login.example/keys', refreshMs: 300_000 },
  callers: [{ value: 'till-7', consumer: 'till' }],
  roleClaim: 'roles',
  roles: [{ value: 'boss', role: 'admin' }],
})
const typed = (changes: Partial<IssuerDraft>) => readIssuer(issuer, 'unused', { ...issuerDraftOf(issuer), ...changes })

test('what is opened and saved stays as it was', () => {
  expect(typed({})).toEqual({ kind: 'issuer', issuer })
  for (const keys of [
    { kind: 'pasted', text: '{"keys":[]}' },
    { kind: 'secret', secret: 'vault:k1' },
  ]) {
    const other = issuerSchema.parse({ ...issuer, keys, algorithms: keys.kind === 'secret' ? ['HS256'] : ['ES256'] })
    expect(readIssuer(other, '', issuerDraftOf(other))).toEqual({ kind: 'issuer', issuer: other })
  }
})

test('a new one has safe bounds of its own, and the id that it is given', () => {
  const draft = { ...issuerDraftOf(null), name: 'New', issuer: 'x', audiences: 'a b', url: 'https://x.example/keys' }
  expect(readIssuer(null, 'new', draft)).toMatchObject({
    kind: 'issuer',
    issuer: { id: 'new', enabled: true, audiences: ['a', 'b'], toleranceMs: 30_000, maxLifetimeMs: 86_400_000, others: null, callers: [] },
  })
})

test.each<[keyof IssuerDraft, Partial<IssuerDraft>]>([
  ['name', { name: ' ' }],
  ['issuer', { issuer: '' }],
  ['audiences', { audiences: ' ' }],
  ['url', { url: 'http://login.example/keys' }],
  ['url', { url: 'https://user:word@login.example/keys' }],
  ['refresh', { refresh: '0.5' }],
  ['goodFor', { goodFor: 'long' }],
  ['text', { keys: 'pasted' }],
  ['keyId', { keys: 'secret' }],
  ['algorithms', { algorithms: [] }],
  ['tolerance', { tolerance: '301' }],
  ['lifetime', { lifetime: '' }],
  ['callerClaim', { callerClaim: ' ' }],
  ['callers', { callers: [{ value: '', stands: 'till' }] }],
  ['callers', { callers: [{ value: 'a', stands: '' }] }],
  [
    'callers',
    {
      callers: [
        { value: 'a', stands: 'till' },
        { value: 'a ', stands: 'till' },
      ],
    },
  ],
  ['roles', { roles: [{ value: 'boss', stands: '' }] }],
])('what is wrong is told where it stands: %s', (field, changes) => {
  const read = typed(changes)
  expect(read).toMatchObject({ kind: 'problem', field })
  if (read.kind === 'problem') expect(read.sentence).toMatch(/^[A-Z“].*\.$/)
})
