/** What an administrator does to other users, and what nobody does to themselves or to the last who could help. */
import { afterEach, expect, test } from 'vitest'
import type { ManagedUser } from '../../../shared/contract/users.ts'
import { anonymous, browser, byOf, createTestAccess, goodPassword } from '../../test-kit/create-test-access.ts'
import type { Administrator, TestAccess } from '../../test-kit/create-test-access.ts'
import { createMemoryKeychain } from '../../test-kit/memory-keychain.ts'

let kit: TestAccess
let mara: Administrator
let otto: Administrator
afterEach(() => kit.end())

const setUp = async (role: 'admin' | 'operator' | 'viewer' = 'operator', inSlots = false) => {
  const keychain = createMemoryKeychain()
  if (inSlots) keychain.refuse('This machine has no keychain.')
  kit = await createTestAccess({ keychain })
  mara = await kit.firstRun()
  otto = await kit.join(mara, 'otto', role)
}
const of = (who: Administrator) => [byOf(kit.session(who.grant.token)), kit.session(who.grant.token)] as const
const seen = (name: string): ManagedUser => kit.access.users.list().users.find((user) => user.name === name)!
const seenOf = (name: string) => ({ id: seen(name).id, version: seen(name).version })
const conflict = (words: string) => ({ code: 'CONFLICT', message: expect.stringContaining(words) as string })
const lastEntries = async (count: number) => (await kit.log()).slice(-count)
const begin = (name: string, password = goodPassword) => {
  kit.clock.advance(30_000)
  return kit.access.signIn.begin(anonymous, { name, password })
}
const submit = async (who: Administrator, password = goodPassword) => {
  const step = await begin(who.name, password)
  if (step.kind !== 'code') throw new Error(step.kind)
  return kit.access.signIn.submitCode(anonymous, browser, { ticket: step.ticket, code: kit.code(who.secret) })
}

test('the list tells of each what an administrator has to know', async () => {
  await setUp()
  expect(seen('otto')).toMatchObject({
    role: 'operator',
    disabled: false,
    backupCodesLeft: 10,
    sessions: 1,
    opensVault: false,
    keySlot: 'not-needed',
    passwordResetPending: false,
    tampered: false,
  })
  expect(seen('otto').lastSeenAtMs).toBe(kit.clock.now())
})

test('when somebody was last seen is noted at most once a minute', async () => {
  await setUp()
  const firstAtMs = kit.clock.now()
  kit.clock.advance(59_000)
  kit.access.sessions.noteInput(kit.session(otto.grant.token))
  expect(seen('otto').lastSeenAtMs).toBe(firstAtMs)
  kit.clock.advance(1_000)
  kit.access.sessions.noteInput(kit.session(otto.grant.token))
  expect(seen('otto').lastSeenAtMs).toBe(firstAtMs + 60_000)
})

test('another role holds from the next call on, in the same session, which proves its presence anew', async () => {
  await setUp('admin')
  kit.clock.advance(30_000)
  const session = kit.session(otto.grant.token)
  await kit.access.reauthentication.stepUp(byOf(session), session, kit.code(otto.secret))
  const standing = kit.access.standing(otto.grant.sessionId)
  await kit.access.users.changeRole(...of(mara), { ...seenOf('otto'), role: 'viewer', opensVault: false })
  expect(kit.session(otto.grant.token)).toMatchObject({ user: { role: 'viewer' }, steppedUpUntilMs: null })
  expect(kit.access.standing(otto.grant.sessionId)).not.toBe(standing)
  expect(kit.events.at(-1)).toEqual({ kind: 'session-changed', userId: otto.grant.user.id, sessionId: null })
  expect(await lastEntries(1)).toMatchObject([
    {
      action: 'user.role-changed',
      actor: 'mara',
      severity: 3,
      message: 'mara changed the role of otto from admin to viewer and took the right to open the vault from otto',
    },
  ])
})

test('a disabled user is out at once and comes in again when enabled', async () => {
  await setUp()
  await kit.access.users.setDisabled(...of(mara), { ...seenOf('otto'), disabled: true })
  expect(kit.access.identify(otto.grant.token)).toEqual({ kind: 'ended', why: 'revoked' })
  await expect(begin('otto')).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
  expect(seen('otto')).toMatchObject({ disabled: true, sessions: 0 })
  await kit.access.users.setDisabled(...of(mara), { ...seenOf('otto'), disabled: false })
  await expect(submit(otto)).resolves.toMatchObject({ user: { name: 'otto' } })
  expect((await kit.log()).map(({ action }) => action)).toEqual(expect.arrayContaining(['user.disabled', 'user.enabled']))
})

test('without an authenticator they enrol at the next sign-in, and no old code opens', async () => {
  await setUp()
  await kit.access.users.resetMfa(...of(mara), seenOf('otto'))
  expect(kit.access.identify(otto.grant.token)).toEqual({ kind: 'ended', why: 'revoked' })
  expect(seen('otto')).toMatchObject({ mfaEnrolledAtMs: null, backupCodesLeft: 0 })
  const step = await begin('otto')
  if (step.kind !== 'enrol') throw new Error(step.kind)
  const { ticket, secret } = step.enrolment
  await expect(kit.access.enrolments.confirm(anonymous, browser, { ticket, code: kit.code(secret) })).resolves.toBeDefined()
  await expect(kit.access.users.resetMfa(...of(mara), seenOf('mara'))).rejects.toMatchObject(conflict('in your account'))
})

test('a password that was reset is void at once; the code chooses another, and the second factor is asked for as ever', async () => {
  await setUp()
  const { code, invitation } = await kit.access.users.resetPassword(...of(mara), seenOf('otto'))
  expect(invitation).toMatchObject({ kind: 'password-reset', name: 'otto', role: null })
  expect(kit.access.identify(otto.grant.token)).toEqual({ kind: 'ended', why: 'revoked' })
  expect(seen('otto').passwordResetPending).toBe(true)
  await expect(begin('otto')).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
  kit.clock.advance(30_000)
  const next = 'another harbour lantern 43'
  await expect(kit.access.invitees.accept(anonymous, { code, password: next })).rejects.toMatchObject(conflict('another password'))
  const step = await kit.access.invitees.choosePassword(anonymous, { code, password: next })
  if (step.kind !== 'code') throw new Error(step.kind)
  const grant = await kit.access.signIn.submitCode(anonymous, browser, { ticket: step.ticket, code: kit.code(otto.secret) })
  expect(grant.user.name).toBe('otto')
  expect(seen('otto').passwordResetPending).toBe(false)
  await expect(kit.access.invitees.choosePassword(anonymous, { code, password: next })).rejects.toMatchObject({ code: 'CONFLICT' })
  expect((await kit.log()).map(({ action }) => action)).toEqual(
    expect.arrayContaining(['user.password-reset', 'invitation.used', 'password.chosen']),
  )
})

test('a reset of somebody who was disabled meanwhile opens nothing', async () => {
  await setUp()
  const { code } = await kit.access.users.resetPassword(...of(mara), seenOf('otto'))
  await kit.access.users.setDisabled(...of(mara), { ...seenOf('otto'), disabled: true })
  const chosen = kit.access.invitees.choosePassword(anonymous, { code, password: 'another harbour lantern 43' })
  await expect(chosen).rejects.toMatchObject(conflict('disabled'))
})

test('the codes of an administrator who is none any more are void', async () => {
  await setUp('admin')
  const invitation = { name: 'eve', role: 'admin' as const, opensVault: true }
  const { code } = await kit.access.invitations.invite(...of(otto), invitation)
  await kit.access.users.changeRole(...of(mara), { ...seenOf('otto'), role: 'operator', opensVault: false })
  expect(await lastEntries(1)).toMatchObject([{ action: 'invitation.withdrawn', message: 'The code that otto made for eve is void' }])
  await expect(kit.access.invitees.look(anonymous, code)).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
})

test('a disabled administrator lets nobody in by a code made before', async () => {
  await setUp('admin')
  const { code } = await kit.access.invitations.invite(...of(otto), { name: 'eve', role: 'admin', opensVault: true })
  await kit.access.users.setDisabled(...of(mara), { ...seenOf('otto'), disabled: true })
  await expect(kit.access.invitees.look(anonymous, code)).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
})

test('an administrator whose own row lets nobody in leaves another one who gets in', async () => {
  await setUp('admin')
  const as = of(mara)
  await kit.tamper("UPDATE user SET row_seal = NULL WHERE name = 'mara'")
  for (const call of [
    () => kit.access.users.changeRole(...as, { ...seenOf('otto'), role: 'viewer', opensVault: false }),
    () => kit.access.users.setDisabled(...as, { ...seenOf('otto'), disabled: true }),
    () => kit.access.users.resetPassword(...as, seenOf('otto')),
  ])
    await expect(call()).rejects.toMatchObject(conflict('last administrator'))
  expect(seen('otto')).toMatchObject({ role: 'admin', disabled: false, passwordResetPending: false })
})

test('two administrators who demote each other at once: one succeeds, the other is none any more', async () => {
  await setUp('admin')
  const demotions = [
    kit.access.users.changeRole(...of(mara), { ...seenOf('otto'), role: 'viewer', opensVault: false }),
    kit.access.users.changeRole(...of(otto), { ...seenOf('mara'), role: 'viewer', opensVault: false }),
  ]
  const ended = await Promise.allSettled(demotions)
  expect(ended[0]).toMatchObject({ status: 'fulfilled' })
  expect(ended[1]).toMatchObject({ status: 'rejected', reason: { code: 'NOT_PERMITTED' } })
  expect(seen('mara').role).toBe('admin')
})

test('nobody does to themselves what would lock them out', async () => {
  await setUp()
  const self = seenOf('mara')
  const { users } = kit.access
  for (const call of [
    () => users.changeRole(...of(mara), { ...self, role: 'viewer', opensVault: true }),
    () => users.setDisabled(...of(mara), { ...self, disabled: true }),
    () => users.resetMfa(...of(mara), self),
    () => users.resetPassword(...of(mara), self),
    () => users.acceptRow(...of(mara), self),
  ])
    await expect(call()).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(seen('mara').version).toBe(self.version)
})

test('what somebody saw of a user who was changed since is no ground to change them', async () => {
  await setUp()
  const before = seenOf('otto')
  await kit.access.users.changeRole(...of(mara), { ...before, role: 'viewer', opensVault: false })
  await expect(kit.access.users.setDisabled(...of(mara), { ...before, disabled: true })).rejects.toMatchObject(
    conflict('changed meanwhile'),
  )
  const gone = { id: '019aa000-0000-7000-8000-000000000001', version: 1, disabled: true }
  await expect(kit.access.users.setDisabled(...of(mara), gone)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('the right to the vault comes with a key slot at the next sign-in and goes with it; the last slot stays', async () => {
  await setUp('operator', true)
  expect([seen('mara').keySlot, seen('otto').keySlot]).toEqual(['held', 'none'])
  await kit.access.users.changeRole(...of(mara), { ...seenOf('otto'), role: 'admin', opensVault: true })
  expect(seen('otto').keySlot).toBe('next-sign-in')
  otto.grant = await submit(otto)
  expect(seen('otto').keySlot).toBe('held')
  await kit.access.users.changeRole(...of(otto), { ...seenOf('mara'), role: 'admin', opensVault: false })
  expect(seen('mara').keySlot).toBe('none')
  expect(await lastEntries(2)).toMatchObject([{ action: 'user.role-changed' }, { action: 'key-slot.removed' }])
  for (const call of [
    () => kit.access.users.changeRole(...of(mara), { ...seenOf('otto'), role: 'viewer', opensVault: false }),
    () => kit.access.users.setDisabled(...of(mara), { ...seenOf('otto'), disabled: true }),
    () => kit.access.users.resetPassword(...of(mara), seenOf('otto')),
  ])
    await expect(call()).rejects.toMatchObject(conflict('the only one that opens the vault'))
  expect(seen('otto')).toMatchObject({ role: 'admin', disabled: false, keySlot: 'held', passwordResetPending: false })
})

test('an administrator sees and ends the sessions of others, one or all', async () => {
  await setUp()
  const second = await submit(otto)
  const { users } = kit.access
  const id = otto.grant.user.id
  const [by, session] = of(mara)
  expect(users.sessions(session, id).map((one) => one.id)).toEqual([second.sessionId, otto.grant.sessionId])
  await users.revokeSession(by, session, { id, sessionId: second.sessionId })
  expect(kit.access.identify(second.token)).toEqual({ kind: 'ended', why: 'revoked' })
  expect(await lastEntries(1)).toMatchObject([
    { action: 'session.revoked', actor: 'mara', message: 'mara ended a session of otto (Chrome on Linux)' },
  ])
  expect(await users.revokeSessions(by, session, id)).toBe(1)
  expect(kit.access.identify(otto.grant.token)).toEqual({ kind: 'ended', why: 'revoked' })
  await expect(users.revokeSession(by, session, { id, sessionId: second.sessionId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(users.revokeSession(by, session, { id: mara.grant.user.id, sessionId: session.id })).rejects.toMatchObject(
    conflict('Sign out'),
  )
})
