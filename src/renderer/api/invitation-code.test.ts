import { expect, test } from 'vitest'
import { canBeInvitation, invitationIn, invitationInLink } from './invitation-code.ts'

test('the code of an invitation is found in a link, in a fragment, and alone', () => {
  for (const text of ['http://127.0.0.1:4280/#invitation=ghi_aB3-_x', ' #invitation=ghi_aB3-_x\n', 'ghi_aB3-_x'])
    expect(invitationIn(text)).toBe('ghi_aB3-_x')
})

test('what a person took from elsewhere is told from a code', () => {
  expect(['ghi_aB3-_x', 'aB3-_x', '', 'hubRVQ2WhzgRYxJHONQPFuMC0iaCP1yh8vd7ehPq8bU'].map(canBeInvitation)).toEqual([
    true,
    false,
    false,
    false,
  ])
})

test('an address without an invitation holds none', () => {
  for (const address of ['http://127.0.0.1:4280/#t=abcdefghijklmnop', 'http://127.0.0.1:4280/', '#invitation=', '#invitation=a b', ''])
    expect(invitationInLink(address)).toBe(null)
})
