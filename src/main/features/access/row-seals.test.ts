/** Rows that another program wrote let nobody in: each column of a user, sessions, invitations, step-ups, old rows put back. */
import { createHash, randomBytes } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { anonymous, byOf, createTestAccess, goodPassword } from '../../test-kit/create-test-access.ts'
import type { Administrator, TestAccess } from '../../test-kit/create-test-access.ts'
import { createMemoryKeychain } from '../../test-kit/memory-keychain.ts'
import { sealedFieldsOf } from './user-seal.ts'
import { userByNameKey } from './user.store.ts'

let kit: TestAccess
let mara: Administrator
let otto: Administrator
afterEach(() => kit.end())

const setUp = async (keychain = createMemoryKeychain()) => {
  kit = await createTestAccess({ keychain })
  mara = await kit.firstRun()
  otto = await kit.join(mara, 'otto', 'viewer')
}
const begin = (name: string, password = goodPassword) => {
  kit.clock.advance(30_000)
  return kit.access.signIn.begin(anonymous, { name, password })
}
const tampered = async () => (await kit.log()).filter(({ action }) => action === 'user.tampered')
const seen = (name: string) => kit.access.users.list().users.find((user) => user.name === name)!
const rowOf = (name: string) => kit.database.read((db) => userByNameKey(db, name))!
const ended = { kind: 'ended', why: 'revoked' }

describe('a column of a user that was changed from outside', () => {
  const changes = {
    name: "'Otto'",
    name_key: "'ottokar'",
    role: "'admin'",
    disabled: '1',
    opens_vault: '1',
    password_hash: "(SELECT password_hash FROM user WHERE name = 'mara')",
    mfa_version: 'mfa_version + 1',
    mfa_secret: 'NULL',
    version: 'version + 1',
    row_seal: 'NULL',
  }

  test('is one of a list that holds every column which the seal covers', async () => {
    await setUp()
    const columns = kit.database
      .read((db) => db.all<{ name: string }>("SELECT name FROM pragma_table_info('user')"))
      .map(({ name }) => name)
    // What only slows down or is shown. The id is what all other rows name.
    const free = [
      'id',
      'password_changed_at_ms',
      'mfa_enrolled_at_ms',
      'last_code_step',
      'backup_codes_issued_at_ms',
      'created_at_ms',
      'last_seen_at_ms',
    ]
    expect(columns.toSorted()).toEqual([...Object.keys(changes), ...free].toSorted())
    expect(sealedFieldsOf(rowOf('otto'))).toHaveLength(Object.keys(changes).length)
  })

  test.each(Object.entries(changes))('%s: nobody gets in with it, open sessions end, and it is told once', async (column, value) => {
    await setUp()
    const { id } = rowOf('otto')
    await kit.tamper(`UPDATE user SET ${column} = ${value} WHERE id = '${id}'`)
    for (let time = 0; time < 20; time++) expect(kit.access.identify(otto.grant.token)).toEqual(ended)
    expect(kit.access.sessionIsOpen(otto.grant.sessionId)).toBe(false)
    const refused = { code: column === 'disabled' ? 'INVALID_CREDENTIALS' : 'CONFLICT' }
    await expect(begin(column === 'name_key' ? 'ottokar' : 'otto')).rejects.toMatchObject(refused)
    expect(kit.access.users.list().users.map((user) => user.tampered)).toEqual(expect.arrayContaining([true, false]))
    const told = await tampered()
    expect(told).toHaveLength(1)
    expect(told[0]).toMatchObject({ severity: 4, actor: 'gatehouse' })
    // The others are not kept out by it.
    expect(kit.access.identify(mara.grant.token).kind).toBe('open')
  })
})

test('a user who was put in beside Gatehouse does not get in', async () => {
  await setUp()
  await kit.tamper(`INSERT INTO user (id, name, name_key, role, password_hash, password_changed_at_ms, created_at_ms, opens_vault)
    SELECT '019aa000-0000-7000-8000-00000000be00', 'eve', 'eve', 'admin', password_hash, 0, 0, 1 FROM user WHERE name = 'mara'`)
  await expect(begin('eve')).rejects.toMatchObject({ code: 'CONFLICT' })
  await kit.restart()
  await expect(begin('eve')).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(seen('eve').tampered).toBe(true)
})

test('an older row of a user with its own seal does not come back', async () => {
  await setUp()
  const { id, version, rowSeal } = rowOf('otto')
  const session = kit.session(mara.grant.token)
  await kit.access.users.setDisabled(byOf(session), session, { id, version, disabled: true })
  expect(seen('otto').tampered).toBe(false)
  await kit.tamper(`UPDATE user SET disabled = 0, version = ${version}, row_seal = '${rowSeal}' WHERE id = '${id}'`)
  await expect(begin('otto')).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('a session that was put in beside Gatehouse opens nothing', async () => {
  await setUp()
  const token = randomBytes(32).toString('base64url')
  const hash = createHash('sha256').update(token).digest('hex')
  await kit.tamper(`INSERT INTO session (id, user_id, token_hash, device, address, created_at_ms, last_input_at_ms, expires_at_ms, seal)
    SELECT 'forged', user_id, '${hash}', device, address, created_at_ms, last_input_at_ms, expires_at_ms, seal FROM session WHERE user_id = '${mara.grant.user.id}'`)
  expect(kit.access.identify(token)).toEqual(ended)
  await kit.tamper(`UPDATE session SET user_id = '${mara.grant.user.id}' WHERE id = '${otto.grant.sessionId}'`)
  expect(kit.access.identify(otto.grant.token)).toEqual(ended)
  expect(kit.access.identify(mara.grant.token).kind).toBe('open')
})

test('an end or a lock that is taken out of the row of a session does not open it again', async () => {
  await setUp()
  const { sessions, reauthentication } = kit.access
  const ottos = kit.session(otto.grant.token)
  await sessions.signOut(byOf(ottos), ottos)
  await kit.tamper('UPDATE session SET ended_at_ms = NULL, ended_why = NULL')
  expect(kit.access.identify(otto.grant.token)).toEqual(ended)

  const maras = kit.session(mara.grant.token)
  await sessions.lock(byOf(maras), maras, 'user')
  await kit.tamper('UPDATE session SET locked_at_ms = NULL, locked_why = NULL')
  expect(kit.access.identify(mara.grant.token)).toMatchObject({ kind: 'locked', why: 'user' })
  expect([kit.access.sessionIsOpen(mara.grant.sessionId), kit.access.anybodyIsThere()]).toEqual([false, false])
  await reauthentication.unlock(byOf(maras), kit.session(mara.grant.token), goodPassword)
  expect(kit.access.identify(mara.grant.token).kind).toBe('open')
})

test('a step-up that nobody made steps nobody up', async () => {
  await setUp()
  await kit.tamper(`UPDATE session SET stepped_up_until_ms = ${kit.clock.now() + 3_600_000}`)
  expect(kit.session(mara.grant.token).steppedUpUntilMs).toBeNull()
  kit.clock.advance(30_000)
  const session = kit.session(mara.grant.token)
  const untilMs = await kit.access.reauthentication.stepUp(byOf(session), session, kit.code(mara.secret))
  expect(kit.session(mara.grant.token).steppedUpUntilMs).toBe(untilMs)
})

test('an invitation that was changed to another role lets nobody in', async () => {
  await setUp()
  const session = kit.session(mara.grant.token)
  const { code } = await kit.access.invitations.invite(byOf(session), session, { name: 'eve', role: 'viewer', opensVault: false })
  await kit.tamper("UPDATE invitation SET role = 'admin' WHERE name = 'eve'")
  await expect(kit.access.invitees.accept(anonymous, { code, password: goodPassword })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(kit.access.invitations.openIdOf(code)).toBeNull()
})

test('an invitation that was withdrawn or used is none again when its end is taken out of the row', async () => {
  await setUp()
  const session = kit.session(mara.grant.token)
  const { code, invitation } = await kit.access.invitations.invite(byOf(session), session, {
    name: 'eve',
    role: 'viewer',
    opensVault: false,
  })
  await kit.access.invitations.withdraw(byOf(session), session, invitation.id)
  await kit.tamper("UPDATE invitation SET ended_at_ms = NULL, ended_why = NULL WHERE name = 'eve'")
  await expect(kit.access.invitees.accept(anonymous, { code, password: goodPassword })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect([kit.access.invitations.openIdOf(code), kit.access.invitations.stateOf(invitation.id)]).toEqual([null, 'void'])
})

test('another administrator takes a changed row for right, without what would only fail later; or disables it as it is', async () => {
  await setUp()
  await kit.tamper("UPDATE user SET role = 'operator', mfa_secret = x'00', password_hash = 'x' WHERE name = 'otto'")
  const session = kit.session(mara.grant.token)
  const by = byOf(session)
  const change = { id: seen('otto').id, version: seen('otto').version }
  await expect(kit.access.users.changeRole(by, session, { ...change, role: 'viewer', opensVault: false })).rejects.toMatchObject({
    code: 'CONFLICT',
  })
  const accepted = await kit.access.users.acceptRow(by, session, change)
  expect(accepted).toMatchObject({ role: 'operator', tampered: false, mfaEnrolledAtMs: null, passwordResetPending: true })
  expect((await kit.log()).at(-1)).toMatchObject({
    action: 'user.row-accepted',
    severity: 4,
    message:
      'mara took the changed row of otto for right: operator, without the authenticator and the password, which made no sense; 1 session ended',
  })
  await kit.tamper("UPDATE user SET role = 'admin' WHERE name = 'otto'")
  const disabled = await kit.access.users.setDisabled(by, session, { ...change, version: seen('otto').version, disabled: true })
  expect(disabled).toMatchObject({ disabled: true, tampered: true })
})

test('rows from before are sealed once, with an entry, and then never again', async () => {
  const keychain = createMemoryKeychain()
  await setUp(keychain)
  await kit.tamper("DELETE FROM backup_code WHERE user_id <> (SELECT id FROM user WHERE name = 'mara')")
  const asBefore = async () => {
    const rows = kit.database.read((db) =>
      db.all<{ id: string; mfaVersion: number; mfaSecret: Uint8Array }>(
        'SELECT id, mfa_version AS mfaVersion, mfa_secret AS mfaSecret FROM user',
      ),
    )
    for (const { id, mfaVersion, mfaSecret } of rows) {
      const ring = kit.keys.ring()
      const secret = ring.open(mfaSecret, `user-totp of a sealed row:${id}:${mfaVersion}`)
      const sealed = Buffer.from(ring.seal(secret, `user-totp:${id}:${mfaVersion}`)).toString('hex')
      await kit.tamper(`UPDATE user SET row_seal = NULL, mfa_secret = x'${sealed}' WHERE id = '${id}'`)
    }
    await kit.tamper('UPDATE session SET seal = NULL')
  }
  await asBefore()
  await kit.restart()
  expect((await kit.log()).filter(({ action }) => action === 'users.sealed')).toMatchObject([
    { severity: 2, message: expect.stringContaining('The rows of mara, otto were sealed') as string },
  ])
  expect(kit.access.identify(mara.grant.token)).toEqual({ kind: 'ended', why: 'expired' })
  await expect(begin('mara')).resolves.toMatchObject({ kind: 'code' })
  expect(seen('otto').tampered).toBe(false)

  await asBefore()
  await kit.restart()
  await expect(begin('mara')).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await tampered()).toHaveLength(2)
})

test('rows from before in a sealed vault are sealed by the sign-in that opens it', async () => {
  const keychain = createMemoryKeychain()
  keychain.refuse('This machine has no keychain.')
  kit = await createTestAccess({ keychain })
  mara = await kit.firstRun()
  const { id, mfaVersion, mfaSecret } = rowOf('mara')
  const ring = kit.keys.ring()
  const secret = ring.open(mfaSecret!, `user-totp of a sealed row:${id}:${mfaVersion}`)
  const sealed = Buffer.from(ring.seal(secret, `user-totp:${id}:${mfaVersion}`)).toString('hex')
  await kit.tamper(`UPDATE user SET row_seal = NULL, mfa_secret = x'${sealed}'`)
  await kit.restart()
  await expect(begin('mara')).resolves.toMatchObject({ kind: 'code' })
})

test('while the vault is sealed a changed row gets as far as the password, and no further', async () => {
  const keychain = createMemoryKeychain()
  keychain.refuse('This machine has no keychain.')
  await setUp(keychain)
  await kit.tamper("UPDATE user SET disabled = 0, role = 'operator' WHERE name = 'mara'")
  await kit.restart()
  await expect(begin('mara')).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await tampered()).toHaveLength(1)
})
