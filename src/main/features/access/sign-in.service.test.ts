import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { noKeychain } from '../../../ports/keychain.ts'
import { byOf, createTestAccess, goodPassword } from '../../test-kit/create-test-access.ts'
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

test('password and code sign in, and the log says who did it and how', async () => {
  const { signIn } = await setUp()
  const grant = await signIn()
  expect(kit.session(grant.token).user.name).toBe('mara')
  expect((await kit.log()).at(-1)).toMatchObject({ action: 'session.opened', message: 'mara signed in with a code', actor: 'mara' })
})

test('a name is found whatever its case or width', async () => {
  const { begin } = await setUp()
  await expect(begin(goodPassword, 'MARA')).resolves.toMatchObject({ kind: 'code' })
  await expect(begin(goodPassword, '\uff2d\uff41ra')).resolves.toMatchObject({ kind: 'code' })
})

test('a wrong password and an unknown name get the same answer, and the log knows the difference', async () => {
  const { begin } = await setUp()
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
  const { begin } = await setUp({
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
  const { submit, ticketFor } = await setUp()
  const code = kit.code(mara.secret)
  await submit(await ticketFor(), code)
  kit.clock.advance(10_000)
  await expect(submit(await ticketFor(), code)).rejects.toMatchObject({ code: 'CODE_ALREADY_USED', data: { nextInMs: 20_000 } })
})

test('one code sent twice at once opens one session', async () => {
  const { submit, ticketFor } = await setUp()
  const [one, other] = [await ticketFor(), await ticketFor()]
  const code = kit.code(mara.secret)
  const results = await Promise.allSettled([submit(one, code), submit(other, code)])
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

test('the code from the step before is accepted once', async () => {
  const { signIn } = await setUp()
  await expect(signIn(-1)).resolves.toBeDefined()
  await expect(signIn(-1)).rejects.toMatchObject({ code: 'CODE_ALREADY_USED' })
})

test('an authenticator an hour behind is told so, never accepted, and counts', async () => {
  const { submit, ticketFor, wrongCode } = await setUp()
  const ticket = await ticketFor()
  await expect(submit(ticket, kit.code(mara.secret, -120))).rejects.toMatchObject({ code: 'CLOCK_WRONG', data: { offsetMs: -3_600_000 } })
  await expect(submit(ticket, wrongCode())).rejects.toMatchObject({ code: 'WRONG_CODE', data: { attemptsLeft: 3 } })
})

test('each backup code opens once, and after ten there is no eleventh', async () => {
  const { submitBackup, ticketFor } = await setUp()
  for (const [index, code] of mara.backupCodes.entries())
    expect(await submitBackup(await ticketFor(), code)).toMatchObject({ backupCodesLeft: 9 - index })
  const refused = submitBackup(await ticketFor(), mara.backupCodes[9]!)
  await expect(refused).rejects.toMatchObject({ code: 'WRONG_CODE', data: { attemptsLeft: 4 } })
  await expect(refused).rejects.toThrow('used before')
  await expect(submitBackup(await ticketFor(), 'zzzz-zzzz')).rejects.toMatchObject({ code: 'WRONG_CODE' })
})

test('the last backup code steps up too: nothing is left to do it with, and the next authenticator can be set up', async () => {
  const { submitBackup, ticketFor } = await setUp()
  const steppedUp = async (code: string) => kit.session((await submitBackup(await ticketFor(), code)).token).steppedUpUntilMs
  await expect(steppedUp(mara.backupCodes[0]!)).resolves.toBeNull()
  await kit.tamper('UPDATE backup_code SET used_at_ms = 1 WHERE position < 10')
  await expect(steppedUp(mara.backupCodes[9]!)).resolves.toBe(kit.clock.now() + 5 * minute)
})

test('one backup code sent twice at once opens one session', async () => {
  const { submitBackup, ticketFor } = await setUp()
  const [one, other] = [await ticketFor(), await ticketFor()]
  const results = await Promise.allSettled([submitBackup(one, mara.backupCodes[0]!), submitBackup(other, mara.backupCodes[0]!)])
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

test('a ticket is good for five minutes and for one sign-in', async () => {
  const { submit, ticketFor } = await setUp()
  const spent = await ticketFor()
  await submit(spent, kit.code(mara.secret))
  await expect(submit(spent, kit.code(mara.secret, 1))).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
  const old = await ticketFor()
  kit.clock.advance(5 * minute)
  await expect(submit(old, kit.code(mara.secret))).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
})

test('a disabled user does not sign in, and one disabled between password and code neither', async () => {
  const { begin, submit, ticketFor } = await setUp()
  const ticket = await ticketFor()
  await kit.tamper('UPDATE user SET disabled = 1')
  await expect(submit(ticket, kit.code(mara.secret))).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
  await expect(begin()).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
  expect((await kit.log()).at(-1)?.message).toContain('disabled')
})

test('while sealed, a wrong password never reaches the slot, and only the right code opens the vault', async () => {
  const unwrapped: string[] = []
  const { begin, submit, ticketFor, wrongCode } = await setUp({
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

test('names and passwords of ten thousand characters are refused like any other, and the log keeps 64 of them', async () => {
  const { begin } = await setUp()
  await expect(begin('x'.repeat(1024), 'y'.repeat(10_000))).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
  const { message } = (await kit.log()).at(-1)!
  expect(message).toContain(`“${'y'.repeat(64)}”`)
})

test('a random sequence of codes never signs in twice with the same step', async () => {
  const { submit, ticketFor } = await setUp()
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

test('a sign-in that was begun with the old password ends with a change of it', async () => {
  const { ticketFor, submit, submitBackup } = await setUp()
  const ticket = await ticketFor()
  const session = kit.session(mara.grant.token)
  await kit.access.accounts.changePassword(byOf(session), session, { current: goodPassword, next: 'another quiet harbour 43' })
  await expect(submit(ticket, kit.code(mara.secret))).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
  await expect(submitBackup(ticket, mara.backupCodes[0]!)).rejects.toMatchObject({ code: 'WRONG_CODE' })
})
