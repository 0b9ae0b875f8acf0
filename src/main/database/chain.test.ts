import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChainedEntry, HeadStatement } from './chain.ts'
import { encodeEntry, encodeHead, genesisHash, hashEntry, keepable } from './chain.ts'

const entry: ChainedEntry = {
  sequence: 7,
  atMs: 1_795_420_800_000,
  severity: 'info',
  outcome: 'done',
  action: 'session.opened',
  actorKind: 'user',
  actorId: '0193-ab',
  actorName: 'Zoë 🙂',
  source: '127.0.0.1',
  targetKind: null,
  targetId: null,
  targetName: '',
  threatClass: null,
  requestId: null,
  count: 1,
  message: 'a, b: c',
  detail: '{"a":1}',
}

/** The documented form once more, by bytes and from nothing but the words of chain.ts. */
const order = [
  'sequence',
  'atMs',
  'severity',
  'outcome',
  'action',
  'actorKind',
  'actorId',
  'actorName',
  'source',
  'targetKind',
  'targetId',
  'targetName',
  'threatClass',
  'requestId',
  'count',
  'message',
  'detail',
] as const
const netstring = (value: string | number | null) => {
  if (value === null) return Buffer.from('~,')
  const bytes = Buffer.from(`${value}`, 'utf8')
  return Buffer.concat([Buffer.from(`${bytes.length}:`), bytes, Buffer.from(',')])
}
const again = (installationId: string, said: ChainedEntry, previousHash: string) =>
  Buffer.concat([Buffer.of(1), netstring(installationId), ...order.map((name) => netstring(said[name])), netstring(previousHash)])

test('an entry is encoded byte for byte as documented', () => {
  expect(Buffer.from(encodeEntry('0193-in', entry, genesisHash))).toEqual(again('0193-in', entry, genesisHash))
  expect(encodeEntry('0193-in', entry, 'ff')).toBe(
    '\x017:0193-in,1:7,13:1795420800000,4:info,4:done,14:session.opened,4:user,7:0193-ab,9:Zoë 🙂,9:127.0.0.1,~,~,0:,~,~,1:1,7:a, b: c,7:{"a":1},2:ff,',
  )
})

test('the hash is SHA-256 of that form, in lower-case hexadecimal', () => {
  const expected = createHash('sha256')
    .update(again('0193-in', entry, genesisHash))
    .digest('hex')
  expect(hashEntry('0193-in', entry, genesisHash)).toBe(expected)
})

test('a head is encoded as documented and is never mistaken for an entry', () => {
  const head: HeadStatement = { sequence: 7, atMs: 5, hash: 'aa', horizonSequence: 0, horizonHash: 'bb' }
  const fields = ['signed head', '0193-in', 7, 5, 'aa', 0, 'bb']
  expect(encodeHead('0193-in', head)).toEqual(Buffer.concat([Buffer.of(1), ...fields.map(netstring)]))
})

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('1', ':', ',', '~', '0', 'é', '\u{1F600}') }),
  fc.constant(''),
)
const optional = fc.option(text, { nil: null })
const anyEntry: fc.Arbitrary<ChainedEntry> = fc.record({
  sequence: fc.nat(),
  atMs: fc.maxSafeInteger(),
  severity: text,
  outcome: text,
  action: text,
  actorKind: text,
  actorId: optional,
  actorName: text,
  source: text,
  targetKind: optional,
  targetId: optional,
  targetName: optional,
  threatClass: optional,
  requestId: optional,
  count: fc.nat(),
  message: text,
  detail: text,
})

test('two different entries never encode alike', () => {
  const sameBytes = (a: ChainedEntry, b: ChainedEntry) => encodeEntry('i', a, 'p') === encodeEntry('i', b, 'p')
  // A figure and its digits are the same words: columns of figures never hold text.
  const words = (value: string | number | null) => (value === null ? null : String(value))
  const sameWords = (a: ChainedEntry, b: ChainedEntry) => order.every((name) => words(a[name]) === words(b[name]))
  // Neighbours are the hard case: text moved from one field to the next.
  const neighbours = fc.tuple(anyEntry, fc.constantFrom(...order), text).map(([a, name, value]) => [a, { ...a, [name]: value }] as const)
  const moved = fc.tuple(anyEntry, text, text, fc.constantFrom('', ',', '1:', ',~,', ',0:,')).map(
    ([a, x, y, glue]) =>
      [
        { ...a, message: x + glue, detail: y },
        { ...a, message: x, detail: glue + y },
      ] as const,
  )
  fc.assert(
    fc.property(fc.oneof(fc.tuple(anyEntry, anyEntry), neighbours, moved), ([a, b]) => sameBytes(a, b) === sameWords(a, b)),
    { numRuns: 2000 },
  )
})

test('absent and empty differ', () => {
  expect(encodeEntry('i', { ...entry, targetId: '' }, 'p')).not.toBe(encodeEntry('i', { ...entry, targetId: null }, 'p'))
})

test('what is kept survives UTF-8, and holds no NUL', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '\0', '\uD800', '\uDC00', '\u{1F600}', '\uFEFF', 'é') }), (said) => {
      const kept = keepable(said)
      expect(Buffer.from(kept, 'utf8').toString('utf8')).toBe(kept)
      expect(kept).not.toContain('\0')
      expect(keepable(kept)).toBe(kept)
    }),
  )
  expect(keepable('Zoë \u{1F600}')).toBe('Zoë \u{1F600}')
})
