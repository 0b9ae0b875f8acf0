/** Another password by the recovery key: with the vault open and sealed, with and without the second factor. */
import { expect, test } from 'vitest'
import { testPassword } from '../../test-kit/create-test-console.ts'
import { readActs } from '../../test-kit/read-log.ts'
import { startWithKeyIn } from '../../test-kit/vault-owner.ts'
import type { VaultOwner } from '../../test-kit/vault-owner.ts'
import { makeRecoveryKey, showRecoveryKey } from '../vault/recovery-key.ts'

const next = 'seven copper kettles hum'
const notRight = { code: 'INVALID_CREDENTIALS', message: expect.stringContaining('Name or recovery key is not right') as string }

const setUp = async (place: 'keychain' | 'slots') => {
  const owner = await startWithKeyIn(place)
  await owner.stepUp()
  const { recoveryKey } = await owner.mara.client.masterKey.createRecoveryKey()
  owner.console.clock.advance(30_000)
  const reset = (input: { name?: string; recoveryKey?: string; password?: string } = {}) =>
    owner.console.client().access.resetWithRecoveryKey({ name: 'mara', recoveryKey, password: next, ...input })
  return { owner, recoveryKey, reset }
}
const ticketOf = (step: { kind: string; ticket?: string }) => {
  if (!step.ticket) throw new Error(`Expected a ticket: ${step.kind}`)
  return step.ticket
}
const signIn = (owner: VaultOwner, password: string) => owner.console.client().access.signIn({ name: 'mara', password })

test('the right key and then the code: the password is another, other sessions end, and it is entered as high', async () => {
  const { owner, reset } = await setUp('keychain')
  const ticket = ticketOf(await reset())
  const { token } = await owner.console.client().access.submitCode({ ticket, code: owner.mara.code() })
  expect(await owner.mara.client.access.state()).toMatchObject({ session: { kind: 'ended', why: 'revoked' } })
  const acts = await readActs(owner.console.client(token))
  expect(acts.find(({ action }) => action === 'password.recovered')).toMatchObject({
    severity: 'high',
    actor: { name: 'mara' },
    message: 'mara chose another password with the recovery key; all other sessions ended',
  })
  expect((await signIn(owner, next)).kind).toBe('code')
  await expect(signIn(owner, testPassword)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
})

test('without the second factor nothing changes: whoever found the paper locks nobody out', async () => {
  const { owner, reset } = await setUp('keychain')
  const ticket = ticketOf(await reset())
  await expect(owner.console.client().access.submitCode({ ticket, code: '000000' })).rejects.toMatchObject({ code: 'WRONG_CODE' })
  expect((await signIn(owner, testPassword)).kind).toBe('code')
  expect((await owner.mara.client.account.mine()).user.name).toBe('mara')
})

test('a backup code does for the second factor', async () => {
  const { owner, reset } = await setUp('keychain')
  const ticket = ticketOf(await reset())
  await owner.console.client().access.submitBackupCode({ ticket, backupCode: owner.mara.backupCodes[0]! })
  expect((await signIn(owner, next)).kind).toBe('code')
})

test('a sealed vault opens with the code and not before, and from then on with the new password', async () => {
  const { owner, reset } = await setUp('slots')
  await owner.console.restart()
  const ticket = ticketOf(await reset())
  expect(await owner.vault()).toBe('sealed')
  owner.console.clock.advance(30_000)
  await owner.console.client().access.submitCode({ ticket, code: owner.mara.code() })
  expect(await owner.vault()).toBe('open')
  await owner.console.restart()
  expect((await signIn(owner, next)).kind).toBe('code')
})

test('a wrong key and a name that nobody has are told alike, ever more slowly, and the right key is never kept waiting', async () => {
  const { owner, reset } = await setUp('keychain')
  const other = showRecoveryKey(makeRecoveryKey())
  await expect(reset({ recoveryKey: other })).rejects.toMatchObject(notRight)
  await expect(reset({ name: 'nobody' })).rejects.toMatchObject(notRight)
  await expect(reset({ recoveryKey: other })).rejects.toMatchObject({ code: 'TOO_MANY_ATTEMPTS' })
  expect((await reset()).kind).toBe('code')
  const refused = (await readActs(owner.mara.client)).filter(({ action }) => action === 'vault.recovery-refused')
  expect(refused.map(({ message }) => message).toSorted()).toEqual([
    'Another password for “mara” was refused: the recovery key is not the one in force',
    'Another password for “nobody” was refused: there is no such user who may open the vault',
  ])
})

test('a typing slip and a weak password are told before anything is counted', async () => {
  const { owner, recoveryKey, reset } = await setUp('keychain')
  const slip = recoveryKey.replace(/.$/, (letter) => (letter === '0' ? '1' : '0'))
  await expect(reset({ recoveryKey: slip })).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'recoveryKey' } })
  await expect(reset({ password: 'password' })).rejects.toMatchObject({ code: 'WEAK_PASSWORD' })
  expect(await owner.log()).not.toContain('vault.recovery-refused')
})

test('during a lock only a backup code passes, as in signing in', async () => {
  const { owner, reset } = await setUp('keychain')
  for (let time = 0; time < 5; time++) {
    await signIn(owner, 'wrong').catch(() => {})
    owner.console.clock.advance(20_000)
  }
  const step = await reset()
  expect(step.kind).toBe('locked-out')
  await owner.console.client().access.submitBackupCode({ ticket: ticketOf(step), backupCode: owner.mara.backupCodes[0]! })
})

test('who may not open the vault is told like a name that nobody has', async () => {
  const { owner, reset } = await setUp('keychain')
  await owner.stepUp()
  const { code } = await owner.mara.client.users.invite({ name: 'ben', role: 'operator', opensVault: false })
  const { ticket, secret } = await owner.console.client().invitation.accept({ code, password: testPassword })
  await owner.console.client().access.confirmEnrolment({ ticket, code: owner.console.known({ ...owner.mara, secret }).code() })
  await expect(reset({ name: 'ben' })).rejects.toMatchObject(notRight)
})
