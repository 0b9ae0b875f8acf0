// What counts as a link when a person pastes one.
import { expect, test } from 'vitest'
import { tokenOfLink } from './link-token.ts'

const token = 'qW3_-x9Zk2mN8pL4'

test.each([
  ['the whole link', `http://127.0.0.1:4280/#t=${token}`],
  ['a link with spaces around it', `  http://127.0.0.1:4280/#t=${token}\n`],
  ['a link with a path', `http://127.0.0.1:4280/audit?x=1#t=${token}`],
  ['the fragment', `#t=${token}`],
  ['the bare token', token],
])('%s gives the token', (_, pasted) => {
  expect(tokenOfLink(pasted)).toBe(token)
})

test.each([
  ['nothing', ''],
  ['a link without a token', 'http://127.0.0.1:4280/'],
  ['a sentence', 'npm run link please'],
  ['too short a token', '#t=abc'],
  ['ten thousand characters', 'a'.repeat(10_000)],
])('%s gives none', (_, pasted) => {
  expect(tokenOfLink(pasted)).toBeNull()
})
