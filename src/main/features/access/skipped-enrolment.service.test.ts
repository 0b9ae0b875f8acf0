/** Going on without an authenticator: for whom, judged at that moment, and what ends it again. */
import { afterEach, expect, test } from 'vitest'
import type { SessionGrant } from '../../../shared/contract/access.ts'
import type { Role } from '../../../shared/permissions.ts'
import { anonymous, browser, byOf, createTestAccess, goodPassword } from '../../test-kit/create-test-access.ts'
import type { Administrator, TestAccess } from '../../test-kit/create-test-access.ts'

let kit: TestAccess
let mara: Administrator
afterEach(() => kit.end())

type Rule = 'everybody' | 'all-but-viewers'
let written = 0
const session = () => kit.session(mara.grant.token)
const setRule = (value: Rule) => kit.settings.change(byOf(session()), 'admin', 'access.mfa.required', value, written++)
const setUp = async (rule: Rule = 'all-but-viewers') => {
  kit = await createTestAccess()
  mara = await kit.firstRun()
  written = 0
  if (rule !== 'everybody') await setRule(rule)
}
const invite = (role: Role = 'viewer', opensVault = false) =>
  kit.access.invitations.invite(byOf(session()), session(), { name: 'otto', role, opensVault })
const accept = (code: string) => kit.access.invitees.accept(anonymous, { code, password: goodPassword })
const skip = (ticket: string) => kit.access.enrolments.skip(anonymous, browser, { ticket })
const confirm = ({ ticket, secret }: { ticket: string; secret: string }) =>
  kit.access.enrolments.confirm(anonymous, browser, { ticket, code: kit.code(secret) })
/** Otto, who came in by an invitation and put the authenticator off. */
const comeIn = async (): Promise<SessionGrant> => skip((await accept((await invite()).code)).ticket)
const signIn = async () => {
  const step = await kit.access.signIn.begin(anonymous, { name: 'otto', password: goodPassword })
  if (step.kind !== 'enrol') throw new Error(step.kind)
  return { ...step.enrolment, optional: step.optional }
}
const seen = () => kit.access.users.list().users.find(({ name }) => name === 'otto')!
const which = () => ({ id: seen().id, version: seen().version })
const giveRole = (role: Role, opensVault = false) =>
  kit.access.users.changeRole(byOf(session()), session(), { ...which(), role, opensVault })
const kindOf = ({ token }: SessionGrant) => kit.access.identify(token).kind
const lastOf = async (action: string) => (await kit.log()).findLast((line) => line.action === action)
const conflict = (words: string) => ({ code: 'CONFLICT', message: expect.stringContaining(words) as string })

test('unless it is set otherwise nobody skips, neither at an invitation nor at a sign-in', async () => {
  await setUp('everybody')
  const invited = await accept((await invite()).code)
  expect(invited.optional).toBe(false)
  await expect(skip(invited.ticket)).rejects.toMatchObject(conflict('You must have an authenticator'))
  expect(kit.access.people()).toHaveLength(1)
  await confirm(invited)
  await kit.access.users.resetMfa(byOf(session()), session(), which())
  const again = await signIn()
  expect(again.optional).toBe(false)
  await expect(skip(again.ticket)).rejects.toMatchObject(conflict('You must have an authenticator'))
  await expect(confirm(again)).resolves.toBeDefined()
})

test('a viewer comes in without one, by an invitation and then by the password alone, and the log says so', async () => {
  await setUp()
  const { code } = await invite()
  const invited = await accept(code)
  expect(invited.optional).toBe(true)
  const first = await skip(invited.ticket)
  expect(first.user).toMatchObject({ name: 'otto', role: 'viewer' })
  expect(await lastOf('session.opened')).toMatchObject({
    message: 'otto signed in for the first time, without a second factor',
    actor: 'otto',
  })
  expect(await lastOf('mfa.enrolled')).toMatchObject({ actor: 'mara' })
  await expect(accept(code)).rejects.toMatchObject({ code: 'CONFLICT' })
  const second = await signIn()
  expect(second.optional).toBe(true)
  const grant = await skip(second.ticket)
  expect([kindOf(first), kindOf(grant)]).toEqual(['open', 'open'])
  expect(await lastOf('session.opened')).toMatchObject({ message: 'otto signed in without a second factor', actor: 'otto' })
  expect(seen()).toMatchObject({ mfaEnrolledAtMs: null, mfaRequired: false, backupCodesLeft: 0, tampered: false })
  expect(kit.access.accounts.mine(kit.session(grant.token))).toMatchObject({
    mfaEnrolledAtMs: null,
    backupCodesIssuedAtMs: null,
    backupCodesLeft: 0,
  })
})

test('neither another role nor a viewer who may open the vault is spared', async () => {
  await setUp()
  for (const [role, opensVault] of [
    ['operator', false],
    ['viewer', true],
  ] as const) {
    const { code, invitation } = await invite(role, opensVault)
    const invited = await accept(code)
    expect(invited.optional).toBe(false)
    await expect(skip(invited.ticket)).rejects.toMatchObject(conflict('You must have an authenticator'))
    await kit.access.invitations.withdraw(byOf(session()), session(), invitation.id)
  }
  expect(kit.access.people()).toHaveLength(1)
})

test('whoever has an authenticator is asked for its code, required or not', async () => {
  await setUp()
  await confirm(await accept((await invite()).code))
  await expect(kit.access.signIn.begin(anonymous, { name: 'otto', password: goodPassword })).resolves.toMatchObject({ kind: 'code' })
})

test('one ticket opens one session, whether it is skipped twice at once, skipped late, or confirmed after', async () => {
  await setUp()
  const invited = await accept((await invite()).code)
  const both = await Promise.allSettled([skip(invited.ticket), skip(invited.ticket)])
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  await expect(skip(invited.ticket)).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
  const step = await signIn()
  const twice = await Promise.allSettled([skip(step.ticket), skip(step.ticket)])
  expect(twice.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  await expect(confirm(step)).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
  const late = await signIn()
  kit.clock.advance(11 * 60_000)
  await expect(skip(late.ticket)).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
  expect(seen().sessions).toBe(2)
})

test('two windows that come in with one invitation make one user, skipped or not', async () => {
  await setUp()
  const { code } = await invite()
  const [one, other] = [await accept(code), await accept(code)]
  const ended = await Promise.allSettled([skip(one.ticket), confirm(other)])
  expect(ended.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(kit.access.people()).toHaveLength(2)
})

test('it is judged when it is skipped: the setting, the role, the account, the password and the invitation may have changed', async () => {
  await setUp()
  const { code, invitation } = await invite()
  const withdrawn = await accept(code)
  await kit.access.invitations.withdraw(byOf(session()), session(), invitation.id)
  await expect(skip(withdrawn.ticket)).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })

  const invited = await accept((await invite()).code)
  await setRule('everybody')
  await expect(skip(invited.ticket)).rejects.toMatchObject(conflict('You must have an authenticator'))
  expect(kit.access.people()).toHaveLength(1)
  await setRule('all-but-viewers')
  await skip(invited.ticket)

  const step = await signIn()
  await setRule('everybody')
  await expect(skip(step.ticket)).rejects.toMatchObject(conflict('You must have an authenticator'))
  await setRule('all-but-viewers')
  await giveRole('operator')
  await expect(skip(step.ticket)).rejects.toMatchObject(conflict('You must have an authenticator'))
  await giveRole('viewer', true)
  await expect(skip(step.ticket)).rejects.toMatchObject(conflict('You must have an authenticator'))
  await giveRole('viewer')
  await kit.access.users.setDisabled(byOf(session()), session(), { ...which(), disabled: true })
  await expect(skip(step.ticket)).rejects.toMatchObject(conflict('disabled'))
  await kit.access.users.setDisabled(byOf(session()), session(), { ...which(), disabled: false })
  const other = await signIn()
  await kit.access.users.resetPassword(byOf(session()), session(), which())
  await expect(skip(other.ticket)).rejects.toMatchObject(conflict('password was changed'))
  expect(seen().sessions).toBe(0)
})

test('an administrator who is quicker by a breath is heard', async () => {
  await setUp()
  await comeIn()
  const step = await signIn()
  const disabling = kit.access.users.setDisabled(byOf(session()), session(), { ...which(), disabled: true })
  await expect(skip(step.ticket)).rejects.toMatchObject(conflict('disabled'))
  await disabling
  expect(seen().sessions).toBe(0)
})

test('with an authenticator from another window it is not skipped any more, and sessions without end', async () => {
  await setUp()
  const without = await comeIn()
  const [one, other] = [await signIn(), await signIn()]
  const { session: grant, backupCodes } = await confirm(one)
  expect(backupCodes).toHaveLength(10)
  expect([kindOf(without), kindOf(grant)]).toEqual(['ended', 'open'])
  expect(await lastOf('session.revoked')).toMatchObject({ message: expect.stringContaining('without a second factor ended') as string })
  await expect(skip(other.ticket)).rejects.toMatchObject(conflict('You have an authenticator by now'))
})

test('a session without a second factor never steps up, and is told the way', async () => {
  await setUp()
  const otto = kit.session((await comeIn()).token)
  const { reauthentication } = kit.access
  await expect(reauthentication.stepUp(byOf(otto), otto, '123456')).rejects.toMatchObject(conflict('Sign in again and set up'))
  await expect(reauthentication.stepUpWithBackupCode(byOf(otto), otto, 'abcd-efgh')).rejects.toMatchObject(conflict('Sign in again'))
})

test('required again, their sessions end at once and they enrol at the next sign-in; nobody else is touched', async () => {
  await setUp()
  const grant = await comeIn()
  kit.events.length = 0
  await setRule('everybody')
  expect(kindOf(grant)).toBe('ended')
  expect(kit.access.standing(grant.sessionId)).toBeNull()
  expect(kindOf(mara.grant)).toBe('open')
  expect(kit.events).toContainEqual({ kind: 'session-changed', userId: grant.user.id, sessionId: null })
  await expect.poll(async () => (await lastOf('session.revoked'))?.message).toContain('otto must have one')
  await setRule('all-but-viewers')
  expect(kindOf(grant)).toBe('ended')
  await setRule('everybody')
  const step = await signIn()
  expect(step.optional).toBe(false)
  await expect(confirm(step)).resolves.toMatchObject({ session: { user: { name: 'otto' } } })
})

test.each<[string, Role, boolean]>([
  ['another role', 'operator', false],
  ['the right to the vault', 'viewer', true],
])('%s takes an authenticator: the sessions without one end with it', async (_what, role, opensVault) => {
  await setUp()
  const grant = await comeIn()
  await giveRole(role, opensVault)
  expect(kindOf(grant)).toBe('ended')
  expect(seen()).toMatchObject({ sessions: 0, mfaRequired: true })
  expect(await lastOf('user.role-changed')).toMatchObject({ message: expect.stringContaining('1 session ended') as string })
  expect((await signIn()).optional).toBe(false)
})

test('wrong passwords lock as ever, and a lock is not skipped', async () => {
  await setUp()
  await comeIn()
  const begun = await signIn()
  for (let failures = 0; failures < 5; failures++) {
    kit.clock.advance(30_000)
    await kit.access.signIn.begin(anonymous, { name: 'otto', password: 'wrong password' }).catch(() => {})
  }
  await expect(kit.access.signIn.begin(anonymous, { name: 'otto', password: goodPassword })).resolves.toMatchObject({ kind: 'locked-out' })
  await expect(skip(begun.ticket)).rejects.toMatchObject({ code: 'LOCKED_OUT' })
  await expect(confirm(begun)).resolves.toBeDefined()
})

test('a user whose row was changed from outside skips nothing', async () => {
  await setUp()
  const { session: grant } = await confirm(await accept((await invite()).code))
  await kit.access.users.resetMfa(byOf(session()), session(), which())
  expect(kindOf(grant)).toBe('ended')
  const step = await signIn()
  await kit.tamper(`UPDATE user SET opens_vault = 1 WHERE name = 'otto'`)
  await expect(skip(step.ticket)).rejects.toMatchObject(conflict('changed by something that is not Gatehouse'))
})
