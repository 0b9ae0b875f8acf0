import { afterEach, expect, test } from 'vitest'
import { noKeychain } from '../../../ports/keychain.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import { anonymous, browser, byOf, createTestAccess, goodPassword } from '../../test-kit/create-test-access.ts'
import type { TestAccess, TestAccessOptions } from '../../test-kit/create-test-access.ts'
import { createMemoryKeychain } from '../../test-kit/memory-keychain.ts'
import { clearAuthenticator, userByNameKey } from './user.store.ts'

let kit: TestAccess
afterEach(() => kit.end())
const setUp = async (options?: TestAccessOptions) => (kit = await createTestAccess(options))
const begin = (name = 'mara') => kit.access.enrolments.createFirstAdministrator({ name, password: goodPassword })
const confirm = (ticket: string, code: string) => kit.access.enrolments.confirm(anonymous, browser, { ticket, code })
const firstRunNeeded = () => kit.access.state({ kind: 'none' }).firstRun

test('first run enrols, signs in and enters these acts in this order', async () => {
  await setUp()
  expect(firstRunNeeded()).toBe(true)
  const { ticket, secret, qr, userName } = await begin('Mara Rossi')
  expect(userName).toBe('Mara Rossi')
  expect(qr.length).toBeGreaterThan(20)
  expect(firstRunNeeded()).toBe(true)
  const { session, backupCodes } = await confirm(ticket, kit.code(secret))
  expect(backupCodes).toHaveLength(10)
  expect(kit.session(session.token)).toMatchObject({ user: { name: 'Mara Rossi', role: 'admin' }, locked: false, steppedUpUntilMs: null })
  expect(firstRunNeeded()).toBe(false)
  expect((await kit.log()).map(({ action, message, actor }) => [action, message, actor])).toEqual([
    ['user.created', 'Mara Rossi was created as the first administrator', 'Mara Rossi'],
    ['mfa.enrolled', 'Mara Rossi enrolled an authenticator and received 10 backup codes', 'Mara Rossi'],
    ['session.opened', 'Mara Rossi signed in for the first time', 'Mara Rossi'],
  ])
})

test('nothing is written before the first code was right', async () => {
  await setUp()
  const { ticket } = await begin()
  await expect(confirm(ticket, '000000')).rejects.toMatchObject({ code: 'WRONG_CODE', data: { attemptsLeft: null } })
  expect(await kit.log()).toEqual([])
  expect(kit.database.read((db) => db.all('SELECT id FROM user'))).toEqual([])
})

test('a phone whose clock is an hour behind is told so, and may go on with the same ticket', async () => {
  await setUp()
  const { ticket, secret } = await begin()
  const wrong = confirm(ticket, kit.code(secret, -120))
  await expect(wrong).rejects.toMatchObject({ code: 'CLOCK_WRONG', data: { offsetMs: -3_600_000 } })
  await expect(wrong).rejects.toThrow('1 hour behind')
  await expect(confirm(ticket, kit.code(secret))).resolves.toBeDefined()
})

test('the code of enrolment does not sign in once more', async () => {
  await setUp()
  const { secret } = await kit.firstRun()
  const step = await kit.access.signIn.begin(anonymous, { name: 'mara', password: goodPassword })
  if (step.kind !== 'code') throw new Error(step.kind)
  await expect(kit.access.signIn.submitCode(anonymous, browser, { ticket: step.ticket, code: kit.code(secret) })).rejects.toMatchObject({
    code: 'CODE_ALREADY_USED',
  })
})

test('of two windows the second is told that an administrator exists', async () => {
  const keychain = createMemoryKeychain()
  await setUp({ keychain })
  const [one, other] = [await begin('mara'), await begin('otto')]
  await confirm(one.ticket, kit.code(one.secret))
  await expect(confirm(other.ticket, kit.code(other.secret))).rejects.toMatchObject({ code: 'ALREADY_SET_UP' })
  await expect(begin('otto')).rejects.toMatchObject({ code: 'ALREADY_SET_UP' })
  expect(keychain.entries.size).toBe(1)
})

test('two windows in the same instant leave one administrator and one master key that opens', async () => {
  const keychain = createMemoryKeychain()
  await setUp({ keychain })
  const [one, other] = [await begin('mara'), await begin('otto')]
  const results = await Promise.allSettled([confirm(one.ticket, kit.code(one.secret)), confirm(other.ticket, kit.code(other.secret))])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(results[1]).toMatchObject({ reason: { code: 'ALREADY_SET_UP' } })
  expect(kit.database.read((db) => db.all('SELECT name FROM user'))).toEqual([{ name: 'mara' }])
  expect(keychain.entries.size).toBe(1)
  await kit.restart()
  expect(kit.keys.state()).toEqual({ kind: 'open' })
})

test('when the transaction fails, the master key is taken back and the ticket stays good', async () => {
  const keychain = createMemoryKeychain()
  let broken = true
  await setUp({
    keychain,
    wrapKeys: (keys) => ({
      ...keys,
      createKeys: async () => {
        const made = await keys.createKeys()
        const commit: typeof made.commit = (tx, userId, slot) => {
          if (broken) throw new GatehouseError('DISK_FULL', 'The disk is full.', {})
          made.commit(tx, userId, slot)
        }
        return { ...made, commit }
      },
    }),
  })
  const { ticket, secret } = await begin()
  await expect(confirm(ticket, kit.code(secret))).rejects.toMatchObject({ code: 'DISK_FULL' })
  expect(keychain.entries.size).toBe(0)
  expect(firstRunNeeded()).toBe(true)
  broken = false
  await expect(confirm(ticket, kit.code(secret))).resolves.toBeDefined()
  expect(keychain.entries.size).toBe(1)
})

test('an enrolment waits ten minutes, whoever else begins one', async () => {
  await setUp()
  const { ticket, secret } = await begin()
  kit.clock.advance(10 * 60_000)
  await expect(confirm(ticket, kit.code(secret))).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
  const tickets = []
  for (let count = 0; count < 21; count++) tickets.push(await begin())
  await expect(confirm(tickets[0]!.ticket, kit.code(tickets[0]!.secret))).resolves.toBeDefined()
})

test('a weak password is refused with its reason', async () => {
  await setUp()
  const refused = kit.access.enrolments.createFirstAdministrator({ name: 'mara', password: 'password1234' })
  await expect(refused).rejects.toMatchObject({ code: 'WEAK_PASSWORD' })
  await expect(refused).rejects.toThrow('tried first')
})

test('the least length of a password follows its setting at once', async () => {
  await setUp()
  await kit.settings.change(anonymous, 'admin', 'access.password.minLength', 30, 0)
  await expect(begin()).rejects.toMatchObject({ data: { reason: 'At least 30 characters: 6 more.' } })
})

test('a user without an authenticator enrols at sign-in, after the right password', async () => {
  await setUp({ keychain: noKeychain })
  const { name, password } = await kit.firstRun()
  const reset = { action: 'test.reset', message: 'A test took the authenticator' }
  const mara = kit.database.read((db) => userByNameKey(db, 'mara'))!
  await kit.database.change(anonymous, reset, (tx) => clearAuthenticator(tx, kit.keys.ring(), mara))
  await kit.restart()
  expect(kit.keys.state()).toEqual({ kind: 'sealed' })
  const step = await kit.access.signIn.begin(anonymous, { name, password })
  if (step.kind !== 'enrol') throw new Error(step.kind)
  expect(kit.keys.state()).toEqual({ kind: 'sealed' })
  const { session, backupCodes } = await confirm(step.enrolment.ticket, kit.code(step.enrolment.secret))
  expect(backupCodes).toHaveLength(10)
  expect(kit.keys.state()).toEqual({ kind: 'open' })
  kit.clock.advance(30_000)
  const open = kit.session(session.token)
  await expect(kit.access.reauthentication.stepUp(byOf(open), open, kit.code(step.enrolment.secret))).resolves.toBeGreaterThan(
    kit.clock.now(),
  )
  await expect(confirm(step.enrolment.ticket, kit.code(step.enrolment.secret))).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
})
