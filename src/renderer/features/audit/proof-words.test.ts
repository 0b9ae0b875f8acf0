import { expect, test } from 'vitest'
import type { AuditEntryDetail, EntryProof } from '../../../shared/contract/audit.ts'
import { chainPicture, isBrokenHere, proofSentence, proofText, shortHash } from './proof-words.ts'

const hash = (letter: string) => letter.repeat(64)
const link = (sequence: number, letter: string) => ({ sequence, atMs: sequence * 1000, hash: hash(letter), previousHash: hash('0') })
const proved: EntryProof = {
  state: 'proved',
  reason: null,
  brokenAt: null,
  entry: link(7, 'b'),
  newer: link(8, 'c'),
  older: link(6, 'a'),
  head: { sequence: 20, atMs: 20_000, hash: hash('d'), keyId: 'k1' },
}
const shape = (proof: EntryProof) => chainPicture(proof).map(({ kind, sequence, below, leftOut }) => [kind, sequence, below, leftOut])

test('a proved entry hangs between its neighbours below the head, links between left out', () => {
  expect(shape(proved)).toEqual([
    ['head', 20, 'dotted', 11],
    ['entry', 8, 'solid', 0],
    ['here', 7, 'solid', 0],
    ['entry', 6, null, 0],
  ])
})

test('a head on the entry itself stands right above it', () => {
  expect(shape({ ...proved, head: { ...proved.head!, sequence: 7 } })).toEqual([
    ['entry', 8, 'solid', 0],
    ['head', 7, 'solid', 0],
    ['here', 7, 'solid', 0],
    ['entry', 6, null, 0],
  ])
})

const broken = (brokenAt: number): EntryProof => ({ ...proved, state: 'broken', reason: `Entry ${brokenAt} was changed.`, brokenAt })
const joints = (proof: EntryProof) => chainPicture(proof).map(({ sequence, below }) => [sequence, below])

test('a broken entry is cut off from the one before it', () => {
  expect(joints(broken(7))).toEqual([
    [20, 'dotted'],
    [8, 'solid'],
    [7, 'cut'],
    [6, null],
  ])
  expect(proofSentence(broken(7))).toEqual({ title: 'Broken.', text: 'Entry 7 was changed.' })
})

test('a break further up cuts the chain there, and leaves the entry whole', () => {
  expect(joints(broken(12)).map(([, below]) => below)).toEqual(['cut', 'solid', 'solid', null])
  expect(joints(broken(8)).map(([, below]) => below)).toEqual(['dotted', 'cut', 'solid', null])
  expect([isBrokenHere(broken(7)), isBrokenHere(broken(8))]).toEqual([true, false])
})

test('the only entry of a log stands alone', () => {
  expect(shape({ ...proved, state: 'unsigned', newer: null, older: null, head: null })).toEqual([['here', 7, null, 0]])
})

test('an entry that no head covers says why, where there is more to say than that it waits', () => {
  const waiting: EntryProof = { ...proved, state: 'unsigned', head: null }
  expect(proofSentence(waiting).title).toBe('Not signed yet.')
  expect(proofSentence({ ...waiting, reason: 'The vault is not open.' })).toEqual({ title: 'Not proved.', text: 'The vault is not open.' })
})

test('a hash is shortened to its ends', () => {
  expect(shortHash(`7c1e44b0${'0'.repeat(48)}d2f809af`)).toBe('7c1e 44b0 … d2f8 09af')
})

test('the text for an auditor names entry, hashes, head and key whole', () => {
  const entry = { sequence: 7, atMs: 7000, action: 'session.opened', message: 'mara signed in' } as AuditEntryDetail['entry']
  expect(proofText({ entry, proof: proved, detail: {}, related: { sameRequest: 0, sameActorToday: 0 } }).split('\n')).toEqual([
    'Gatehouse audit log, entry 7 of 1970-01-01 00:00:07.000 UTC',
    'session.opened: mara signed in',
    'Proved. Unchanged since it was written: its hash, its neighbours and the signed head above it agree.',
    `Hash: ${hash('b')}`,
    `Hash of the entry before: ${hash('0')}`,
    'Signed head: over entry 20, 13 entries above, 1970-01-01 00:00:20.000 UTC, key k1',
    `Hash of the head: ${hash('d')}`,
  ])
})
