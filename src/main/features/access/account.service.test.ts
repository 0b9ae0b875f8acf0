import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ScureBase32Plugin } from 'otplib'
import { afterEach, expect, test } from 'vitest'
import { noKeychain } from '../../../ports/keychain.ts'
import { anonymous, browser, byOf, createTestAccess, goodPassword } from '../../test-kit/create-test-access.ts'
import type { Administrator, TestAccess, TestAccessOptions } from '../../test-kit/create-test-access.ts'

let kit: TestAccess
let mara: Administrator
afterEach(() => kit.end())

const newPassword = 'seven herons at the weir'
const setUp = async (options?: TestAccessOptions) => {
  kit = await createTestAccess(options)
  mara = await kit.firstRun()
  kit.clock.advance(60_000)
}
const session = () => kit.session(mara.grant.token)
const accounts = () => kit.access.accounts
const changePassword = (current: string, next: string) => accounts().changePassword(byOf(session()), session(), { current, next })
const begin = (password: string) => kit.access.signIn.begin(anonymous, { name: 'mara', password })
const signIn = async (password = goodPassword, secret = mara.secret) => {
  kit.clock.advance(60_000)
  const step = await begin(password)
  if (step.kind !== 'code') throw new Error(step.kind)
  return kit.access.signIn.submitCode(anonymous, browser, { ticket: step.ticket, code: kit.code(secret) })
}
const lastEntry = async () => (await kit.log()).at(-1)!

test('the account says how it is protected', async () => {
  await setUp()
  const madeAtMs = kit.clock.now() - 60_000
  expect(accounts().mine(session())).toMatchObject({
    user: { name: 'mara', role: 'admin' },
    createdAtMs: madeAtMs,
    passwordChangedAtMs: madeAtMs,
    mfaEnrolledAtMs: madeAtMs,
    backupCodesLeft: 10,
    backupCodesIssuedAtMs: madeAtMs,
  })
})

test('a changed password signs in, the old one does not, and other sessions end', async () => {
  await setUp()
  const others = [await signIn(), await signIn()]
  expect(await changePassword(goodPassword, newPassword)).toBe(2)
  expect(await lastEntry()).toMatchObject({
    action: 'password.changed',
    message: 'The password of mara was changed; 2 other sessions ended',
    actor: 'mara',
    severity: 2,
  })
  for (const { token } of others) expect(kit.access.identify(token)).toEqual({ kind: 'ended', why: 'revoked' })
  expect(kit.access.identify(mara.grant.token).kind).toBe('open')
  await expect(begin(goodPassword)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
  await expect(begin(newPassword)).resolves.toMatchObject({ kind: 'code' })
})

test('in key slots the changed password opens the vault after a restart', async () => {
  await setUp({ keychain: noKeychain })
  await changePassword(goodPassword, newPassword)
  await kit.restart()
  expect(kit.keys.state()).toEqual({ kind: 'sealed' })
  await signIn(newPassword)
  expect(kit.keys.state()).toEqual({ kind: 'open' })
})

test('while the vault is sealed the password stays as it is, whole', async () => {
  await setUp({ keychain: noKeychain })
  await kit.restart()
  await expect(changePassword(goodPassword, newPassword)).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE' })
  await expect(signIn()).resolves.toBeDefined()
})

test('a wrong current password counts as an attempt and changes nothing', async () => {
  await setUp()
  await expect(changePassword('wrong password', newPassword)).rejects.toMatchObject({
    code: 'INVALID_CREDENTIALS',
    data: { attemptsLeft: 4 },
  })
  expect((await lastEntry()).message).toBe('A change of password by “mara” was refused: the password was wrong')
  await expect(begin(goodPassword)).resolves.toBeDefined()
})

test('a weak new password, or the same again, is refused with a reason', async () => {
  await setUp()
  await expect(changePassword(goodPassword, 'password1234')).rejects.toMatchObject({ code: 'WEAK_PASSWORD' })
  await expect(changePassword(goodPassword, goodPassword)).rejects.toMatchObject({
    data: { reason: 'The new password is the same as the current one.' },
  })
})

test('of two changes at once one wins whole', async () => {
  await setUp()
  const results = await Promise.allSettled([
    changePassword(goodPassword, newPassword),
    changePassword(goodPassword, 'nine owls under the bridge'),
  ])
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'CONFLICT' } })
})

test('another authenticator takes over with its first code; until then the old one works', async () => {
  await setUp()
  const replacement = accounts().startMfaReplacement(session())
  await expect(signIn()).resolves.toBeDefined()
  const confirm = (code: string) => accounts().confirmMfaReplacement(byOf(session()), session(), { ticket: replacement.ticket, code })
  await expect(confirm(kit.code(replacement.secret, -120))).rejects.toMatchObject({ code: 'CLOCK_WRONG' })
  await confirm(kit.code(replacement.secret))
  expect(await lastEntry()).toMatchObject({ action: 'mfa.replaced', message: 'mara moved to another authenticator', actor: 'mara' })
  await expect(confirm(kit.code(replacement.secret))).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
  await expect(signIn()).rejects.toMatchObject({ code: expect.stringMatching(/WRONG_CODE|CLOCK_WRONG/) as string })
  await expect(signIn(goodPassword, replacement.secret)).resolves.toBeDefined()
  expect(accounts().mine(session()).backupCodesLeft).toBe(10)
})

test('a replacement begun in one session is not confirmed from another', async () => {
  await setUp()
  const replacement = accounts().startMfaReplacement(session())
  const other = kit.session((await signIn()).token)
  await expect(
    accounts().confirmMfaReplacement(byOf(other), other, { ticket: replacement.ticket, code: kit.code(replacement.secret) }),
  ).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
})

test('a secret moved to another version in the database does not open', async () => {
  await setUp()
  await kit.tamper('UPDATE user SET mfa_version = mfa_version + 1')
  await expect(signIn()).rejects.toThrow('changed by something that is not Gatehouse')
})

test('new backup codes make those before void', async () => {
  await setUp()
  const codes = await accounts().reissueBackupCodes(byOf(session()), session())
  expect(codes).toHaveLength(10)
  expect(await lastEntry()).toMatchObject({ action: 'backup-codes.issued', actor: 'mara' })
  const step = await begin(goodPassword)
  if (step.kind !== 'code') throw new Error(step.kind)
  const submit = (backupCode: string) => kit.access.signIn.submitBackupCode(anonymous, browser, { ticket: step.ticket, backupCode })
  await expect(submit(mara.backupCodes[0]!)).rejects.toMatchObject({ code: 'WRONG_CODE' })
  await expect(submit(codes[0]!)).resolves.toMatchObject({ backupCodesLeft: 9 })
})

test('the codes just shown leave as a file, with an entry', async () => {
  await setUp()
  expect(await accounts().downloadBackupCodes(byOf(session()), session(), mara.backupCodes)).toBe('/download/1')
  expect(kit.downloads[0]!.fileName).toBe('gatehouse-backup-codes.txt')
  for (const code of mara.backupCodes) expect(kit.downloads[0]!.body).toContain(code)
  expect(await lastEntry()).toMatchObject({ action: 'backup-codes.downloaded', actor: 'mara' })
})

test('codes that are not mine, used, or ten times the same make no file', async () => {
  await setUp()
  const download = (codes: string[]) => accounts().downloadBackupCodes(byOf(session()), session(), codes)
  await expect(download([...mara.backupCodes.slice(1), '0000-0000'])).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    data: { field: 'backupCodes' },
  })
  await expect(download(Array.from({ length: 10 }, () => mara.backupCodes[0]!))).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  const step = await begin(goodPassword)
  if (step.kind !== 'code') throw new Error(step.kind)
  await kit.access.signIn.submitBackupCode(anonymous, browser, { ticket: step.ticket, backupCode: mara.backupCodes[0]! })
  await expect(download(mara.backupCodes)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  expect(kit.downloads).toEqual([])
})

test('no secret of an account is in any file of the data directory', async () => {
  await setUp({ keychain: noKeychain })
  await changePassword(goodPassword, newPassword)
  const codes = await accounts().reissueBackupCodes(byOf(session()), session())
  await kit.log()
  const files = readdirSync(kit.directory, { withFileTypes: true }).filter((entry) => entry.isFile())
  const everything = Buffer.concat(files.map(({ name }) => readFileSync(join(kit.directory, name))))
  expect(everything.includes('mara')).toBe(true)
  const secrets = [goodPassword, newPassword, mara.secret, mara.grant.token, ...codes, ...codes.map((code) => code.replace('-', ''))]
  for (const secret of secrets) expect(everything.includes(secret)).toBe(false)
  const rawSecret = new ScureBase32Plugin().decode(mara.secret)
  expect(everything.includes(Buffer.from(rawSecret))).toBe(false)
})

test('a session that is ended while its new password is hashed changes nothing and ends no other', async () => {
  let midway: (() => Promise<void>) | null = null
  await setUp({
    wrapHasher: (hasher) => ({
      ...hasher,
      hash: async (password) => {
        await midway?.()
        return hasher.hash(password)
      },
    }),
  })
  const other = await signIn()
  const stolen = session()
  midway = async () => {
    const owner = kit.session(other.token)
    await kit.access.sessions.revoke(byOf(owner), owner, stolen.id)
  }
  const input = { current: goodPassword, next: newPassword }
  await expect(accounts().changePassword(byOf(stolen), stolen, input)).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
  expect(kit.access.identify(other.token).kind).toBe('open')
  await expect(begin(goodPassword)).resolves.toMatchObject({ kind: 'code' })
})
