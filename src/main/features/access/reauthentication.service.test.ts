import { afterEach, expect, test } from 'vitest'
import { noKeychain } from '../../../ports/keychain.ts'
import { anonymous, byOf, createTestAccess, goodPassword } from '../../test-kit/create-test-access.ts'
import type { Administrator, TestAccess, TestAccessOptions } from '../../test-kit/create-test-access.ts'
import { createSignInAttempts } from '../../test-kit/sign-in-attempts.ts'

let kit: TestAccess
let mara: Administrator
afterEach(() => kit.end())

const minute = 60_000
const setUp = async (options?: TestAccessOptions) => {
  kit = await createTestAccess(options)
  mara = await kit.firstRun()
  kit.clock.advance(minute)
}
const session = () => kit.session(mara.grant.token)
const lock = () => kit.access.sessions.lock(byOf(session()), session(), 'user')
const unlock = (password = goodPassword) => kit.access.reauthentication.unlock(byOf(session()), session(), password)
const stepUp = (code: string) => kit.access.reauthentication.stepUp(byOf(session()), session(), code)
const isLocked = () => kit.access.identify(mara.grant.token).kind === 'locked'
const lastEntry = async () => (await kit.log()).at(-1)!

test('the password unlocks, with an entry, and the idle time begins anew', async () => {
  await setUp()
  kit.clock.advance(40 * minute)
  expect(isLocked()).toBe(true)
  await unlock()
  expect(isLocked()).toBe(false)
  expect(await lastEntry()).toMatchObject({
    action: 'session.unlocked',
    message: 'mara unlocked the session (Chrome on Linux)',
    actor: 'mara',
  })
  kit.clock.advance(29 * minute)
  expect(isLocked()).toBe(false)
})

test('a wrong password leaves it locked, counts as an attempt and is entered', async () => {
  await setUp()
  await lock()
  await expect(unlock('wrong password')).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS', data: { attemptsLeft: 4 } })
  expect(isLocked()).toBe(true)
  expect(await lastEntry()).toMatchObject({
    action: 'sign-in.refused',
    message: 'An unlock by “mara” was refused: the password was wrong',
    actor: 'mara',
  })
})

test('after five wrong passwords even the right one has to wait, and signing out is still possible', async () => {
  await setUp()
  await lock()
  for (let time = 0; time < 4; time++) {
    await expect(unlock('wrong')).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
    kit.clock.advance(10_000)
  }
  await expect(unlock('wrong')).rejects.toMatchObject({ code: 'LOCKED_OUT', data: { untilMs: kit.clock.now() + 15 * minute } })
  await expect(unlock()).rejects.toMatchObject({ code: 'LOCKED_OUT' })
  await kit.access.sessions.signOut(byOf(session()), session())
  expect(kit.access.identify(mara.grant.token)).toEqual({ kind: 'ended', why: 'signed-out' })
})

test('a stranger who gets the name locked keeps nobody who is in from unlocking or from a fresh code', async () => {
  await setUp()
  const { fail } = createSignInAttempts(kit, mara.secret)
  await fail(5)
  await stepUp(kit.code(mara.secret))
  await lock()
  await unlock()
  expect(isLocked()).toBe(false)
  // Nor by a name that only looks like what is counted in sessions.
  await fail(5, ` ${mara.grant.user.id}`)
  await lock()
  await unlock()
})

test('a flood of strangers who try to sign in keeps nobody who is in from unlocking', async () => {
  await setUp()
  await lock()
  const strangers = Array.from({ length: 40 }, (_, index) =>
    kit.access.signIn.begin(anonymous, { name: `stranger ${index}`, password: 'wrong' }).catch((error: { code: string }) => error.code),
  )
  await unlock()
  expect(isLocked()).toBe(false)
  expect(await Promise.all(strangers)).toContain('BUSY')
})

test('what went wrong too often in a session holds in all sessions of the user, until a full sign-in', async () => {
  await setUp()
  const { signIn } = createSignInAttempts(kit, mara.secret)
  await lock()
  for (let time = 0; time < 5; time++) {
    await unlock('wrong').catch(() => {})
    kit.clock.advance(10_000)
  }
  expect((await kit.log()).at(-1)).toMatchObject({
    action: 'sign-in.locked-out',
    message: 'Proving presence in a session of “mara” is locked for 15 minutes after 5 failures',
  })
  kit.clock.advance(30_000)
  await expect(unlock()).rejects.toMatchObject({ code: 'LOCKED_OUT' })
  await signIn()
  await unlock()
})

test('slips are forgiven once the password was right, so that a day of typing errors locks nobody out', async () => {
  await setUp()
  for (let time = 0; time < 6; time++) {
    await lock()
    for (let slip = 0; slip < 2; slip++) {
      await expect(unlock('wrong')).rejects.toMatchObject({ data: { attemptsLeft: 4 - slip } })
      kit.clock.advance(10_000)
    }
    await unlock()
  }
})

test('a right password forgives no wrong code', async () => {
  await setUp()
  await expect(stepUp('000000')).rejects.toMatchObject({ code: expect.stringMatching(/WRONG_CODE|CLOCK_WRONG/) as string })
  await lock()
  await unlock()
  await lock()
  await expect(unlock('wrong')).rejects.toMatchObject({ data: { attemptsLeft: 3 } })
})

test('a fresh code steps up for five minutes, once, with an entry', async () => {
  await setUp()
  const code = kit.code(mara.secret)
  expect(await stepUp(code)).toBe(kit.clock.now() + 5 * minute)
  expect(session().steppedUpUntilMs).toBe(kit.clock.now() + 5 * minute)
  expect(await lastEntry()).toMatchObject({ action: 'session.stepped-up', actor: 'mara', severity: 1 })
  await expect(stepUp(code)).rejects.toMatchObject({ code: 'CODE_ALREADY_USED', data: { nextInMs: 30_000 } })
  expect((await lastEntry()).message).toBe('A step-up by “mara” was refused: the code was used before')
})

test('a wrong code does not step up and counts; one of an hour ago tells of the clock', async () => {
  await setUp()
  await expect(stepUp(kit.code(mara.secret, -120))).rejects.toMatchObject({ code: 'CLOCK_WRONG', data: { offsetMs: -3_600_000 } })
  expect(session().steppedUpUntilMs).toBeNull()
  expect((await lastEntry()).message).toBe('A step-up by “mara” was refused: the code was wrong')
})

test('while the vault is sealed, stepping up says so and counts nothing', async () => {
  await setUp({ keychain: noKeychain })
  await kit.restart()
  await expect(stepUp(kit.code(mara.secret))).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE' })
  expect(kit.database.read((db) => db.all('SELECT * FROM sign_in_failure'))).toEqual([])
})

test('a confirmed password is told apart from one that has changed since', async () => {
  await setUp()
  const isStill = await kit.access.reauthentication.confirmPassword(byOf(session()), session(), goodPassword, 'master-key-move')
  expect(kit.database.read(isStill)).toBe(true)
  await kit.access.accounts.changePassword(byOf(session()), session(), { current: goodPassword, next: 'seven herons at the weir' })
  expect(kit.database.read(isStill)).toBe(false)
})

test('with the authenticator lost, a backup code steps up: once, counted and entered', async () => {
  await setUp()
  const withBackup = (typed: string) => kit.access.reauthentication.stepUpWithBackupCode(byOf(session()), session(), typed)
  await expect(withBackup('zzzz-zzzz')).rejects.toMatchObject({ code: 'WRONG_CODE', data: { attemptsLeft: 4 } })
  expect(session().steppedUpUntilMs).toBeNull()
  kit.clock.advance(minute)
  expect(await withBackup(mara.backupCodes[3]!)).toEqual({ untilMs: kit.clock.now() + 5 * minute, backupCodesLeft: 9 })
  expect(session().steppedUpUntilMs).toBe(kit.clock.now() + 5 * minute)
  expect((await kit.log()).slice(-2)).toMatchObject([
    { action: 'backup-code.used', message: 'mara used a backup code; 9 are left', severity: 2 },
    { action: 'session.stepped-up', message: 'mara entered a backup code: secrets may be shown for 5 minutes', actor: 'mara' },
  ])
  await expect(withBackup(mara.backupCodes[3]!)).rejects.toThrow('used before')
})
