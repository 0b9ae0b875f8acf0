/** What is told of access tokens and of the calls that they make. */
import { expect, test } from 'vitest'
import { everyProcedure } from '../../../shared/contract/every-procedure.ts'
import { permissions, permissionsOf } from '../../../shared/permissions.ts'
import { matchesCall, whyNoToken } from './call-words.ts'
import { callLine, givable, presets } from './token-words.ts'

const callOf = (name: string) => everyProcedure.find((one) => one.name === name)!

test('only what a token has a use for is offered, and reading only changes nothing', () => {
  const offered = givable(permissions)
  expect(offered).toContain('vault:write')
  expect(offered).not.toContain('vault:reveal')
  expect(givable(permissionsOf('viewer'))).toEqual(presets(offered)[0]!.permissions)
})

test('a call becomes a line that a shell takes as it is, whatever stands in it', () => {
  expect(callLine('http://127.0.0.1:4280', { method: 'GET', path: '/status' })).toBe('gatehouse http://127.0.0.1:4280/api/status')
  expect(callLine('http://x', { method: 'GET', path: '/vault/keys/{id}' })).toBe(`gatehouse 'http://x/api/vault/keys/{id}'`)
  expect(callLine('http://x', { method: 'POST', path: '/a' }, `{"name":"it's"}`)).toBe(
    `gatehouse http://x/api/a -H 'Content-Type: application/json' -d '{"name":"it'\\''s"}'`,
  )
})

test('a call is found by its address, its words and what it takes, and says why no token may', () => {
  expect(matchesCall(callOf('audit.list'), 'GET entries audit:read')).toBe(true)
  expect(matchesCall(callOf('audit.list'), 'vault')).toBe(false)
  expect(whyNoToken(callOf('audit.list').meta)).toBeNull()
  expect(whyNoToken(callOf('vault.reveal').meta)).toBe('takes a fresh code')
  expect(whyNoToken(callOf('guard.issueKey').meta)).toBe('answers with a secret')
  expect(whyNoToken(callOf('account.mine').meta)).toBe('is for people')
})
