import { afterEach, expect, test } from 'vitest'
import { noKeychain } from '../../../ports/keychain.ts'
import { createTestAccess, goodPassword } from '../../test-kit/create-test-access.ts'
import type { Administrator, TestAccess, TestAccessOptions } from '../../test-kit/create-test-access.ts'
import { createSignInAttempts } from '../../test-kit/sign-in-attempts.ts'

let kit: TestAccess
let mara: Administrator
afterEach(() => kit.end())

const minute = 60_000
/** After first run, in a later step of TOTP, so that the code of enrolment is out of the way. */
const setUp = async (options?: TestAccessOptions) => {
  kit = await createTestAccess(options)
  mara = await kit.firstRun()
  kit.clock.advance(minute)
  return createSignInAttempts(kit, mara.secret)
}

test('a ticket takes as many codes as attempts remain, then the name is locked', async () => {
  const { submit, ticketFor, wrongCode } = await setUp()
  const ticket = await ticketFor()
  const code = wrongCode()
  for (const attemptsLeft of [4, 3, 2, 1]) {
    await expect(submit(ticket, code)).rejects.toMatchObject({ code: 'WRONG_CODE', data: { attemptsLeft } })
    kit.clock.advance(10_000)
  }
  await expect(submit(ticket, code)).rejects.toMatchObject({ code: 'LOCKED_OUT' })
  await expect(submit(ticket, kit.code(mara.secret))).rejects.toMatchObject({ code: 'LOCKED_OUT' })
})

test('a right password alone forgets no failure: password and code are counted together', async () => {
  const { fail, submit, ticketFor, wrongCode } = await setUp()
  await fail(3)
  kit.clock.advance(30_000)
  const ticket = await ticketFor()
  await expect(submit(ticket, wrongCode())).rejects.toMatchObject({ data: { attemptsLeft: 1 } })
})

test('a full sign-in forgets all failures', async () => {
  const { begin, fail, signIn } = await setUp()
  await fail(4)
  kit.clock.advance(30_000)
  await signIn()
  await expect(begin('wrong password')).rejects.toMatchObject({ data: { attemptsLeft: 4 } })
})

test('after the second failure one has to wait; what comes too soon is neither hashed nor counted', async () => {
  let hashes = 0
  const { begin } = await setUp({
    wrapHasher: (hasher) => ({
      ...hasher,
      verify: (stored, password) => {
        hashes++
        return hasher.verify(stored, password)
      },
    }),
  })
  await begin('wrong').catch(() => {})
  await begin('wrong').catch(() => {})
  for (let again = 0; again < 10; again++)
    await expect(begin()).rejects.toMatchObject({ code: 'TOO_MANY_ATTEMPTS', data: { retryAfterMs: 1000 } })
  expect(hashes).toBe(2)
  kit.clock.advance(1000)
  await expect(begin('wrong')).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS', data: { attemptsLeft: 2 } })
})

test('a hundred guesses at once gain nothing over one after the other', async () => {
  const { begin } = await setUp()
  const results = await Promise.allSettled(Array.from({ length: 100 }, () => begin('wrong password')))
  const codes = results.map((result) => result.status === 'rejected' && (result.reason as { code: string }).code)
  expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(2)
  expect(codes.filter((code) => code === 'TOO_MANY_ATTEMPTS')).toHaveLength(98)
})

test('the fifth failure locks for 15 minutes and is entered as high', async () => {
  const { fail } = await setUp()
  const errors = await fail(5)
  expect(errors.at(-1)).toMatchObject({ code: 'LOCKED_OUT', data: { untilMs: kit.clock.now() + 15 * minute } })
  expect(await kit.log()).toContainEqual({
    action: 'sign-in.locked-out',
    message: 'Sign-in as “mara” is locked for 15 minutes after 5 failures',
    severity: 3,
    actor: 'anonymous',
    count: 1,
  })
})

test('a lock ends by itself, and the next one lasts twice as long', async () => {
  const { begin, fail } = await setUp()
  await fail(5)
  kit.clock.advance(15 * minute)
  await expect(begin()).resolves.toMatchObject({ kind: 'code' })
  const errors = await fail(5)
  expect(errors.at(-1)).toMatchObject({ data: { untilMs: kit.clock.now() + 30 * minute } })
})

test('during a lock right and wrong passwords and unknown names get the same answer, and no code of an authenticator helps', async () => {
  const { begin, fail, lockOut, submit } = await setUp()
  await lockOut()
  await fail(5, 'nobody')
  for (const step of [await begin(), await begin('wrong password'), await begin('wrong password', 'nobody')]) {
    expect(step).toMatchObject({ kind: 'locked-out' })
    if (step.kind !== 'locked-out') throw new Error(step.kind)
    await expect(submit(step.ticket, kit.code(mara.secret))).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
  }
})

test('during a lock the right password with a backup code opens, and the lock is gone', async () => {
  const { begin, lockOut, submitBackup } = await setUp()
  const { ticket } = await lockOut()
  const grant = await submitBackup(ticket, mara.backupCodes[0]!.toUpperCase().replace('-', ' '))
  expect(grant.backupCodesLeft).toBe(9)
  expect((await kit.log()).slice(-2)).toMatchObject([
    { action: 'backup-code.used', message: 'mara used a backup code; 9 are left' },
    { action: 'session.opened', message: 'mara signed in with a backup code during a lock' },
  ])
  await expect(begin()).resolves.toMatchObject({ kind: 'code' })
})

test('during a lock a wrong password with a right backup code does not open, does not spend it, and is answered like a wrong code', async () => {
  const { begin, lockOut, submitBackup } = await setUp()
  const right = await lockOut()
  const wrong = await begin('wrong password')
  if (wrong.kind !== 'locked-out') throw new Error(wrong.kind)
  const refusedPassword = await submitBackup(wrong.ticket, mara.backupCodes[0]!).catch((error: unknown) => error)
  const refusedCode = await submitBackup(right.ticket, '0000-0000').catch((error: unknown) => error)
  expect(refusedPassword).toMatchObject({ code: 'WRONG_CODE', data: { attemptsLeft: null } })
  expect(refusedCode).toEqual(refusedPassword)
  await expect(submitBackup(right.ticket, mara.backupCodes[0]!)).resolves.toBeDefined()
})

test('attempts during a lock do not extend it, and a ticket takes five backup codes', async () => {
  const { begin, lockOut, submitBackup } = await setUp()
  const { ticket, untilMs } = await lockOut()
  for (let time = 0; time < 20; time++) await begin('wrong password')
  expect(await begin()).toMatchObject({ untilMs })
  for (let time = 0; time < 5; time++) await expect(submitBackup(ticket, '0000-0000')).rejects.toMatchObject({ code: 'WRONG_CODE' })
  await expect(submitBackup(ticket, mara.backupCodes[0]!)).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
})

test('refusals of one name are entered singly up to ten a minute, those beyond as one entry with their count', async () => {
  const { begin, lockOut } = await setUp()
  await lockOut()
  kit.clock.advance(minute)
  for (let time = 0; time < 17; time++) await begin('wrong password')
  kit.clock.advance(10_000)
  const refused = (await kit.log()).filter(({ message }) => message.includes('during a lock'))
  expect(refused.map(({ count }) => count)).toEqual([...Array.from({ length: 10 }, () => 1), 7])
})

test('while sealed and locked out, password and backup code open the vault', async () => {
  const { lockOut, submitBackup } = await setUp({ keychain: noKeychain })
  await kit.restart()
  const { ticket } = await lockOut()
  await submitBackup(ticket, mara.backupCodes[3]!)
  expect(kit.keys.state()).toEqual({ kind: 'open' })
})

test('failures and locks outlive a restart', async () => {
  const { begin, fail } = await setUp()
  await fail(5)
  await kit.restart()
  await expect(begin()).resolves.toMatchObject({ kind: 'locked-out' })
})

test('ten thousand invented names do not wipe out what is counted against a user', async () => {
  const { begin, fail } = await setUp()
  await fail(4)
  await kit.tamper(
    `WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 10000)
     INSERT INTO sign_in_failure SELECT 'invented ' || n, 0, 1, 0, ${kit.clock.now()} + n, NULL FROM number`,
  )
  await fail(1, 'nobody')
  const counted = kit.database.read((db) => db.get<{ names: number }>('SELECT count(*) AS names FROM sign_in_failure'))
  expect(counted).toEqual({ names: 10_000 })
  kit.clock.advance(30_000)
  await expect(begin('wrong password')).rejects.toMatchObject({ code: 'LOCKED_OUT' })
})

test('while sealed and locked, right and wrong passwords and unknown names cost the same hashes', async () => {
  let hashes: string[] = []
  const { begin, fail } = await setUp({
    keychain: noKeychain,
    wrapHasher: (hasher) => ({
      ...hasher,
      verify: (...given) => (hashes.push('verify'), hasher.verify(...given)),
      derive: (...given) => (hashes.push('derive'), hasher.derive(...given)),
    }),
  })
  await kit.restart()
  await fail(5)
  await fail(5, 'nobody')
  for (const attempt of [() => begin(), () => begin('wrong password'), () => begin('wrong password', 'nobody')]) {
    hashes = []
    await attempt()
    expect(hashes).toEqual(['verify', 'derive'])
  }
})

test('while sealed and locked, a user without a key to the vault learns of a right password no more than of a wrong one', async () => {
  const hashes: string[] = []
  const { begin, fail } = await setUp({
    keychain: noKeychain,
    wrapHasher: (hasher) => ({ ...hasher, derive: (...given) => (hashes.push('derive'), hasher.derive(...given)) }),
  })
  await kit.join(mara, 'jonas', 'operator')
  await kit.restart()
  await fail(5, 'jonas')
  hashes.length = 0
  for (const password of [goodPassword, 'wrong password']) expect((await begin(password, 'jonas')).kind).toBe('locked-out')
  expect(hashes).toEqual(['derive', 'derive'])
})
