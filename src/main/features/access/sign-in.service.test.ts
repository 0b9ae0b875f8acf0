import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { noKeychain } from '../../../ports/keychain.ts'
import { anonymous, browser, createTestAccess, goodPassword } from '../../test-kit/create-test-access.ts'
import type { Administrator, TestAccess, TestAccessOptions } from '../../test-kit/create-test-access.ts'

let kit: TestAccess
let mara: Administrator
afterEach(() => kit.end())

const minute = 60_000
/** After first run, in a later step of TOTP, so that the code of enrolment is out of the way. */
const setUp = async (options?: TestAccessOptions) => {
  kit = await createTestAccess(options)
  mara = await kit.firstRun()
  kit.clock.advance(minute)
}
const begin = (password = goodPassword, name = 'mara') => kit.access.signIn.begin(anonymous, { name, password })
const ticketFor = async (password = goodPassword, name = 'mara') => {
  const step = await begin(password, name)
  if (step.kind === 'enrol') throw new Error('unexpected enrolment')
  return step.ticket
}
const submit = (ticket: string, code: string) => kit.access.signIn.submitCode(anonymous, browser, { ticket, code })
const submitBackup = (ticket: string, backupCode: string) => kit.access.signIn.submitBackupCode(anonymous, browser, { ticket, backupCode })
const signIn = async (steps = 0) => submit(await ticketFor(), kit.code(mara.secret, steps))
/** A code of no time within a day, so that it counts as plainly wrong. */
const wrongCode = () => {
  const near = new Set(Array.from({ length: 5800 }, (_, index) => kit.code(mara.secret, index - 2900)))
  return Array.from({ length: 100 }, (_, index) => String(index).padStart(6, '0')).find((code) => !near.has(code))!
}
/** Wrong passwords as fast as they are let. */
const fail = async (times: number, name = 'mara') => {
  const errors: unknown[] = []
  for (let time = 0; time < times; time++) {
    kit.clock.advance(30_000)
    errors.push(await begin('wrong password', name).catch((error: unknown) => error))
  }
  return errors
}
const lockOut = async () => {
  await fail(5)
  const step = await begin()
  if (step.kind !== 'locked-out') throw new Error(step.kind)
  return step
}

test('password and code sign in, and the log says who did it and how', async () => {
  await setUp()
  const grant = await signIn()
  expect(kit.session(grant.token).user.name).toBe('mara')
  expect((await kit.log()).at(-1)).toMatchObject({ action: 'session.opened', message: 'mara signed in with a code', actor: 'mara' })
})

test('a name is found whatever its case or width', async () => {
  await setUp()
  await expect(begin(goodPassword, 'MARA')).resolves.toMatchObject({ kind: 'code' })
  await expect(begin(goodPassword, '\uff2d\uff41ra')).resolves.toMatchObject({ kind: 'code' })
})

test('a wrong password and an unknown name get the same answer, and the log knows the difference', async () => {
  await setUp()
  const known = await begin('wrong password').catch((error: unknown) => error)
  const unknown = await begin('wrong password', 'nobody').catch((error: unknown) => error)
  expect(known).toMatchObject({ code: 'INVALID_CREDENTIALS', data: { attemptsLeft: 4 } })
  expect(unknown).toEqual(known)
  expect((await kit.log()).slice(-2)).toMatchObject([
    { action: 'sign-in.refused', message: 'A sign-in as “mara” was refused: the password was wrong', severity: 1 },
    { action: 'sign-in.refused', message: 'A sign-in as “nobody” was refused: there is no such user' },
  ])
})

test('an unknown name costs a hash too', async () => {
  const verified: (string | null)[] = []
  await setUp({
    wrapHasher: (hasher) => ({
      ...hasher,
      verify: (stored, password) => {
        verified.push(stored)
        return hasher.verify(stored, password)
      },
    }),
  })
  await begin('wrong password', 'nobody').catch(() => {})
  expect(verified).toEqual([null])
})

test('a code signs in once; the second time it is used, and says when the next one comes', async () => {
  await setUp()
  const code = kit.code(mara.secret)
  await submit(await ticketFor(), code)
  kit.clock.advance(10_000)
  await expect(submit(await ticketFor(), code)).rejects.toMatchObject({ code: 'CODE_ALREADY_USED', data: { nextInMs: 20_000 } })
})

test('one code sent twice at once opens one session', async () => {
  await setUp()
  const [one, other] = [await ticketFor(), await ticketFor()]
  const code = kit.code(mara.secret)
  const results = await Promise.allSettled([submit(one, code), submit(other, code)])
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

test('the code from the step before is accepted once', async () => {
  await setUp()
  await expect(signIn(-1)).resolves.toBeDefined()
  await expect(signIn(-1)).rejects.toMatchObject({ code: 'CODE_ALREADY_USED' })
})

test('an authenticator an hour behind is told so, never accepted, and counts', async () => {
  await setUp()
  const ticket = await ticketFor()
  await expect(submit(ticket, kit.code(mara.secret, -120))).rejects.toMatchObject({ code: 'CLOCK_WRONG', data: { offsetMs: -3_600_000 } })
  await expect(submit(ticket, wrongCode())).rejects.toMatchObject({ code: 'WRONG_CODE', data: { attemptsLeft: 3 } })
})

test('a ticket takes as many codes as attempts remain, then the name is locked', async () => {
  await setUp()
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
  await setUp()
  await fail(3)
  kit.clock.advance(30_000)
  const ticket = await ticketFor()
  await expect(submit(ticket, wrongCode())).rejects.toMatchObject({ data: { attemptsLeft: 1 } })
})

test('a full sign-in forgets all failures', async () => {
  await setUp()
  await fail(4)
  kit.clock.advance(30_000)
  await signIn()
  await expect(begin('wrong password')).rejects.toMatchObject({ data: { attemptsLeft: 4 } })
})

test('after the second failure one has to wait; what comes too soon is neither hashed nor counted', async () => {
  let hashes = 0
  await setUp({
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
  await setUp()
  const results = await Promise.allSettled(Array.from({ length: 100 }, () => begin('wrong password')))
  const codes = results.map((result) => result.status === 'rejected' && (result.reason as { code: string }).code)
  expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(2)
  expect(codes.filter((code) => code === 'TOO_MANY_ATTEMPTS')).toHaveLength(98)
})

test('the fifth failure locks for 15 minutes and is entered as high', async () => {
  await setUp()
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
  await setUp()
  await fail(5)
  kit.clock.advance(15 * minute)
  await expect(begin()).resolves.toMatchObject({ kind: 'code' })
  const errors = await fail(5)
  expect(errors.at(-1)).toMatchObject({ data: { untilMs: kit.clock.now() + 30 * minute } })
})

test('during a lock right and wrong passwords and unknown names get the same answer, and no code of an authenticator helps', async () => {
  await setUp()
  await lockOut()
  await fail(5, 'nobody')
  for (const step of [await begin(), await begin('wrong password'), await begin('wrong password', 'nobody')]) {
    expect(step).toMatchObject({ kind: 'locked-out' })
    if (step.kind !== 'locked-out') throw new Error(step.kind)
    await expect(submit(step.ticket, kit.code(mara.secret))).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
  }
})

test('during a lock the right password with a backup code opens, and the lock is gone', async () => {
  await setUp()
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
  await setUp()
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
  await setUp()
  const { ticket, untilMs } = await lockOut()
  for (let time = 0; time < 20; time++) await begin('wrong password')
  expect(await begin()).toMatchObject({ untilMs })
  for (let time = 0; time < 5; time++) await expect(submitBackup(ticket, '0000-0000')).rejects.toMatchObject({ code: 'WRONG_CODE' })
  await expect(submitBackup(ticket, mara.backupCodes[0]!)).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
})

test('refusals of one name within ten seconds become one entry with their count', async () => {
  await setUp()
  await lockOut()
  kit.clock.advance(minute)
  for (let time = 0; time < 7; time++) await begin('wrong password')
  kit.clock.advance(10_000)
  const refused = (await kit.log()).filter(({ message }) => message.includes('during a lock'))
  expect(refused.map(({ count }) => count)).toEqual([1, 6])
})

test('each backup code opens once, and after ten there is no eleventh', async () => {
  await setUp()
  for (const [index, code] of mara.backupCodes.entries())
    expect(await submitBackup(await ticketFor(), code)).toMatchObject({ backupCodesLeft: 9 - index })
  const refused = submitBackup(await ticketFor(), mara.backupCodes[9]!)
  await expect(refused).rejects.toMatchObject({ code: 'WRONG_CODE', data: { attemptsLeft: 4 } })
  await expect(refused).rejects.toThrow('used before')
  await expect(submitBackup(await ticketFor(), 'zzzz-zzzz')).rejects.toMatchObject({ code: 'WRONG_CODE' })
})

test('one backup code sent twice at once opens one session', async () => {
  await setUp()
  const [one, other] = [await ticketFor(), await ticketFor()]
  const results = await Promise.allSettled([submitBackup(one, mara.backupCodes[0]!), submitBackup(other, mara.backupCodes[0]!)])
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

test('a ticket is good for five minutes and for one sign-in', async () => {
  await setUp()
  const spent = await ticketFor()
  await submit(spent, kit.code(mara.secret))
  await expect(submit(spent, kit.code(mara.secret, 1))).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
  const old = await ticketFor()
  kit.clock.advance(5 * minute)
  await expect(submit(old, kit.code(mara.secret))).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
})

test('a disabled user does not sign in, and one disabled between password and code neither', async () => {
  await setUp()
  const ticket = await ticketFor()
  await kit.tamper('UPDATE user SET disabled = 1')
  await expect(submit(ticket, kit.code(mara.secret))).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
  await expect(begin()).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
  expect((await kit.log()).at(-1)?.message).toContain('disabled')
})

test('while sealed, a wrong password never reaches the slot, and only the right code opens the vault', async () => {
  const unwrapped: string[] = []
  await setUp({
    keychain: noKeychain,
    wrapKeys: (keys) => ({
      ...keys,
      unwrap: (userId, password) => {
        unwrapped.push(password)
        return keys.unwrap(userId, password)
      },
    }),
  })
  await kit.restart()
  expect(kit.keys.state()).toEqual({ kind: 'sealed' })
  await begin('wrong password').catch(() => {})
  expect(unwrapped).toEqual([])
  const ticket = await ticketFor()
  expect(unwrapped).toEqual([goodPassword])
  await submit(ticket, wrongCode()).catch(() => {})
  expect(kit.keys.state()).toEqual({ kind: 'sealed' })
  kit.clock.advance(minute)
  await submit(ticket, kit.code(mara.secret))
  expect(kit.keys.state()).toEqual({ kind: 'open' })
})

test('while sealed and locked out, password and backup code open the vault', async () => {
  await setUp({ keychain: noKeychain })
  await kit.restart()
  const { ticket } = await lockOut()
  await submitBackup(ticket, mara.backupCodes[3]!)
  expect(kit.keys.state()).toEqual({ kind: 'open' })
})

test('failures and locks outlive a restart', async () => {
  await setUp()
  await fail(5)
  await kit.restart()
  await expect(begin()).resolves.toMatchObject({ kind: 'locked-out' })
})

test('ten thousand invented names do not wipe out what is counted against a user', async () => {
  await setUp()
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

test('names and passwords of ten thousand characters are refused like any other, and the log keeps 64 of them', async () => {
  await setUp()
  await expect(begin('x'.repeat(1024), 'y'.repeat(10_000))).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
  const { message } = (await kit.log()).at(-1)!
  expect(message).toContain(`“${'y'.repeat(64)}”`)
})

test('a random sequence of codes never signs in twice with the same step', async () => {
  await setUp()
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ waitMs: fc.integer({ min: 0, max: 45_000 }), offset: fc.integer({ min: -2, max: 2 }) }), { maxLength: 8 }),
      async (attempts) => {
        await kit.tamper('DELETE FROM sign_in_failure')
        const accepted = new Set<string>()
        for (const { waitMs, offset } of attempts) {
          kit.clock.advance(waitMs)
          const code = kit.code(mara.secret, offset)
          try {
            await submit(await ticketFor(), code)
          } catch {
            continue
          }
          expect(accepted).not.toContain(code)
          accepted.add(code)
        }
      },
    ),
    { numRuns: 20 },
  )
})
