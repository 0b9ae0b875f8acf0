import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fold, holdsAll, runsOf } from '../../../shared/search-words.ts'
import { markedPieces, piecesInRoom, runsLeft } from './hits.ts'

const marked = (text: string, typed: string) =>
  markedPieces(text, runsOf(typed))
    .map(({ text: piece, hit }) => (hit ? `[${piece}]` : piece))
    .join('')

test('an address is marked where it stands whole, and not in a longer one', () => {
  expect(marked('from 10.0.0.1 and 110.0.0.1', '10.0.0.1')).toBe('from [10.0.0.1] and 110.0.0.1')
})

test('an e-mail, a quoted phrase and an id are marked as they were typed', () => {
  expect(marked('mara@example.com signed in', 'mara@example.com')).toBe('[mara@example.com] signed in')
  expect(marked('limit for print api was raised', '"print api"')).toBe('limit for [print] [api] was raised')
  expect(marked('request 019a1f00-0000-7000', '019a1f00-0000')).toBe('request [019a1f00-0000]-7000')
})

test('the beginning of a word is marked up to where it was typed; below three characters only whole words are', () => {
  expect(marked('session.opened', 'sess')).toBe('[sess]ion.opened')
  expect(marked('an answer, a', 'a')).toBe('an answer, [a]')
})

test('every place is marked, and hits that touch are one', () => {
  expect(marked('key key, monkey', 'key')).toBe('[key] [key], monkey')
  expect(marked('abcabc abc', 'abc abcabc')).toBe('[abcabc] [abc]')
})

test('accents, capitals and compatibility forms are found in the text as it stands', () => {
  expect(marked('Émile MÜLLER', 'emile muller')).toBe('[Émile] [MÜLLER]')
  expect(marked('e\u0301t\u00e9 der ﬁne', 'ete fine')).toBe('[e\u0301té] der [ﬁne]')
  expect(marked('ΟΔΟΣ 東京タワー', 'οδος 東京タ')).toBe('[ΟΔΟΣ] [東京タ]ワー')
})

test('nothing typed is syntax', () => {
  for (const typed of ['*', 'NEAR(', '"', '^a:b*', 'OR', '\u0000']) expect(marked('plain text', typed)).toBe('plain text')
})

test('marking changes no text, and marks something wherever a search finds something', () => {
  const word = fc.string({ unit: 'grapheme', maxLength: 12 })
  fc.assert(
    fc.property(word, word, (text, typed) => {
      const runs = runsOf(typed)
      const pieces = markedPieces(text, runs)
      expect(pieces.map((piece) => piece.text).join('')).toBe(text)
      expect(pieces.some(({ hit }) => hit)).toBe(runs.some((run) => holdsAll([text], [run])))
    }),
  )
})

test('marking an own part of a text finds it again', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-zA-Zé\d]{3,8}$/), { minLength: 1, maxLength: 6 }), fc.nat(), (words, at) => {
      const wanted = words[at % words.length]!
      const hits = markedPieces(words.join(' '), runsOf(wanted)).filter(({ hit }) => hit)
      expect(hits.map(({ text }) => fold(text))).toContain(fold(wanted))
    }),
  )
})

test('runs that stand in none of the texts are left', () => {
  expect(runsLeft(['mara signed in', 'session.opened'], runsOf('mara 10.0.0.1')).map(({ text }) => text)).toEqual(['10.0.0.1'])
})

test('where there is little room, a text begins shortly before its first hit', () => {
  const shown = (text: string, typed: string, room: number) =>
    piecesInRoom(markedPieces(text, runsOf(typed)), room)
      .map(({ text: piece }) => piece)
      .join('')
  const text = 'Incident 12 was opened: requests of the class path-traversal from 10.0.0.7 at night'
  expect(shown(text, '10.0.0.7', 30)).toBe('…from 10.0.0.7 at night')
  expect(shown(text, 'incident', 30)).toBe(text)
  expect(shown(text, '10.0.0.7', 200)).toBe(text)
  expect(shown(text, 'nothing', 10)).toBe(text)
})
