/** Invitations: one code, one user, all or nothing; and each way in which a code no longer opens. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { anonymous, browser, byOf, createTestAccess, goodPassword } from '../../test-kit/create-test-access.ts'
import type { Administrator, TestAccess } from '../../test-kit/create-test-access.ts'
import { createMemoryKeychain } from '../../test-kit/memory-keychain.ts'

let kit: TestAccess
let mara: Administrator
afterEach(() => kit.end())

const setUp = async (options?: Parameters<typeof createTestAccess>[0]) => {
  kit = await createTestAccess(options)
  mara = await kit.firstRun()
}
const session = () => kit.session(mara.grant.token)
const invite = (name = 'otto', role: 'viewer' | 'operator' = 'viewer') =>
  kit.access.invitations.invite(byOf(session()), session(), { name, role, opensVault: false })
const look = (code: string) => kit.access.invitees.look(anonymous, code)
const accept = (code: string, password = goodPassword) => kit.access.invitees.accept(anonymous, { code, password })
const confirm = (enrolment: { ticket: string; secret: string }) =>
  kit.access.enrolments.confirm(anonymous, browser, { ticket: enrolment.ticket, code: kit.code(enrolment.secret) })
const renew = (id: string) => kit.access.invitations.renew(byOf(session()), session(), id)
const withdraw = (id: string) => kit.access.invitations.withdraw(byOf(session()), session(), id)
const names = () => kit.access.people().map(({ name }) => name)
const hour = 3_600_000

test('a code lets one person in, with a password of their own, an authenticator and backup codes', async () => {
  await setUp()
  const { code, invitation } = await invite('Otto')
  expect(code).toMatch(/^ghi_[\w-]{43}$/)
  expect(kit.access.invitations.list()).toMatchObject([{ id: invitation.id, name: 'Otto', role: 'viewer', madeBy: 'mara', expired: false }])
  expect(await look(`http://127.0.0.1:4280/#invitation=${code}`)).toMatchObject({ kind: 'invite', name: 'Otto', madeBy: 'mara' })
  const enrolment = await accept(code)
  expect([names(), kit.access.invitations.stateOf(invitation.id)]).toEqual([['mara'], 'open'])
  const { session: grant, backupCodes } = await confirm(enrolment)
  expect(grant.user).toMatchObject({ name: 'Otto', role: 'viewer' })
  expect(backupCodes).toHaveLength(10)
  expect(kit.access.identify(grant.token).kind).toBe('open')
  expect(kit.access.invitations.list()).toEqual([])
  expect(kit.access.invitations.stateOf(invitation.id)).toBe('used')
  expect((await kit.log()).slice(-5)).toMatchObject([
    { action: 'user.invited', message: 'mara invited Otto as viewer; the code holds for 24 hours', actor: 'mara' },
    { action: 'invitation.used', actor: 'Otto' },
    { action: 'user.created', message: 'Otto was created as viewer, invited by mara' },
    { action: 'mfa.enrolled' },
    { action: 'session.opened', message: 'Otto signed in for the first time' },
  ])
})

test('a code that was used opens nothing again, and says what to do', async () => {
  await setUp()
  const { code } = await invite()
  await confirm(await accept(code))
  await expect(look(code)).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('Sign in as otto') as string })
  await expect(accept(code)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(names()).toEqual(['mara', 'otto'])
})

test('two windows that accept the same code make one user', async () => {
  await setUp()
  const { code } = await invite()
  const both = await Promise.all([accept(code), accept(code)])
  const ended = await Promise.allSettled(both.map(confirm))
  expect(ended.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(names()).toEqual(['mara', 'otto'])
})

test('whoever holds one invitation cannot push another one out of their enrolment', async () => {
  await setUp()
  const ida = await accept((await invite('ida')).code)
  const { code } = await invite()
  for (let time = 0; time < 25; time++) await accept(code)
  await confirm(ida)
  expect(names()).toEqual(['ida', 'mara'])
})

test('a code that expires while somebody enrols opens nothing, and leaves nothing half-made', async () => {
  await setUp()
  const { code, invitation } = await invite()
  kit.clock.advance(24 * hour - 60_000)
  const enrolment = await accept(code)
  kit.clock.advance(60_000)
  const tooLate = { code: 'TICKET_EXPIRED', message: 'This code has expired. Ask mara for a new one.' }
  await expect(confirm(enrolment)).rejects.toMatchObject(tooLate)
  await expect(look(code)).rejects.toMatchObject(tooLate)
  expect(names()).toEqual(['mara'])
  expect([kit.access.invitations.openIdOf(code), kit.access.invitations.stateOf(invitation.id)]).toEqual([null, 'void'])
})

test.each([
  ['withdrawn', withdraw],
  ['renewed', renew],
])('a code that is %s while somebody enrols opens nothing, and leaves nothing half-made', async (_how, end) => {
  await setUp()
  const { code, invitation } = await invite()
  const enrolment = await accept(code)
  await end(invitation.id)
  const isVoid = { code: 'TICKET_EXPIRED', message: 'This code is void: it was withdrawn, or a newer one was made. Ask mara.' }
  await expect(confirm(enrolment)).rejects.toMatchObject(isVoid)
  await expect(accept(code)).rejects.toMatchObject(isVoid)
  expect(names()).toEqual(['mara'])
  expect([kit.access.invitations.openIdOf(code), kit.access.invitations.stateOf(invitation.id)]).toEqual([null, 'void'])
})

test('a name that somebody else took while this one enrolled is not taken twice', async () => {
  await setUp()
  const first = await invite('otto')
  const enrolment = await accept(first.code)
  // As another way in might have it: the open invitation of the same name is void, and another user comes in.
  await kit.tamper(`UPDATE invitation SET name_key = 'other' WHERE id = '${first.invitation.id}'`)
  await kit.join(mara, 'otto', 'viewer')
  await expect(confirm(enrolment)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(names()).toEqual(['mara', 'otto'])
})

test('a newer code opens in place of the one before, and is told as renewed', async () => {
  await setUp()
  const { invitation } = await invite()
  kit.clock.advance(30 * hour)
  await kit.settings.change(anonymous, 'admin', 'access.session.absoluteHours', 48, 0)
  const again = await kit.access.signIn.begin(anonymous, { name: 'mara', password: goodPassword })
  if (again.kind !== 'code') throw new Error(again.kind)
  mara.grant = await kit.access.signIn.submitCode(anonymous, browser, { ticket: again.ticket, code: kit.code(mara.secret) })
  expect(kit.access.invitations.list()).toMatchObject([{ expired: true }])
  const { code } = await renew(invitation.id)
  expect((await kit.log()).at(-1)).toMatchObject({ action: 'invitation.renewed', actor: 'mara' })
  await confirm(await accept(code))
  expect(names()).toEqual(['mara', 'otto'])
})

test('a name that is taken or invited already is not invited again, in whatever letters', async () => {
  await setUp()
  await expect(invite('MARA')).rejects.toMatchObject({ code: 'CONFLICT' })
  await invite('otto')
  await expect(invite('Otto')).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('invited already') as string })
})

test('a weak password is refused with its reason, and the code stays good', async () => {
  await setUp()
  const { code } = await invite()
  await expect(accept(code, 'otto otto otto')).rejects.toMatchObject({ code: 'WEAK_PASSWORD' })
  await expect(accept(code)).resolves.toMatchObject({ userName: 'otto' })
})

test('what is no code is refused and entered, without what was typed', async () => {
  await setUp()
  await expect(look('ghi_my-guess')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const entry = (await kit.log()).at(-1)!
  expect(entry).toMatchObject({ action: 'invitation.refused', severity: 1 })
  expect(JSON.stringify(entry)).not.toContain('guess')
})

test('the code is kept nowhere', async () => {
  await setUp()
  const { code } = await invite()
  await kit.database.flush()
  const files = readdirSync(kit.directory, { withFileTypes: true }).filter((file) => file.isFile())
  const holding = files.filter(({ name }) => readFileSync(join(kit.directory, name)).includes(code.slice(4)))
  expect([files.length > 0, holding.map(({ name }) => name)]).toEqual([true, []])
})

test('while the vault is sealed a code waits for somebody who opens it', async () => {
  const keychain = createMemoryKeychain()
  keychain.refuse('This machine has no keychain.')
  await setUp({ keychain })
  const { code } = await invite()
  await kit.restart()
  await expect(look(code)).resolves.toMatchObject({ name: 'otto' })
  await expect(accept(code)).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE' })
})
