// Why a session is over.
import { expect, test } from 'vitest'
import { endedSentence } from './ended-sentence.ts'

test('each end has its sentence, and a window that was never signed in has none', () => {
  expect(endedSentence({ kind: 'none' })).toBeNull()
  expect(endedSentence({ kind: 'ended', why: 'expired' })).toMatch(/time limit/)
  expect(endedSentence({ kind: 'ended', why: 'revoked' })).toMatch(/another session/)
})
