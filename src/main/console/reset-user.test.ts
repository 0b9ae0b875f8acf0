/** Letting somebody in again from the machine itself: with the vault at hand, sealed, or shut for good. */
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { silentLogger } from '../../ports/logger.ts'
import { createScriptedTerminal } from '../test-kit/scripted-terminal.ts'
import { testPassword } from '../test-kit/create-test-console.ts'
import { startWithKeyIn } from '../test-kit/vault-owner.ts'
import type { VaultOwner } from '../test-kit/vault-owner.ts'
import { resetUser } from './reset-user.ts'

const next = 'seven copper kettles hum'

/** With the console stopped, as it must be; started again after it. */
const reset = async (owner: VaultOwner, answers: string[], { name = 'mara', asAdmin = false } = {}) => {
  const { clock, dataDirectory, keychain } = owner.console
  await owner.console.core.stop()
  const terminal = createScriptedTerminal(answers)
  const passwordCost = { memoryKiB: 256, passes: 1 }
  const exitCode = await resetUser({
    name,
    asAdmin,
    dataDirectory,
    environment: {},
    keychain,
    clock,
    logger: silentLogger,
    passwordCost,
    terminal,
  })
  await owner.console.core.start()
  return { exitCode, said: terminal.text(), code: /ghi_[\w-]{43}/.exec(terminal.text())?.[0] ?? '' }
}

/** Chooses a password with the code, and enrols. */
const comeIn = async (owner: VaultOwner, code: string, password = next) => {
  const client = owner.console.client()
  const step = await client.invitation.choosePassword({ code, password })
  if (step.kind !== 'enrol') throw new Error(`Expected to enrol: ${step.kind}`)
  const { ticket, secret } = step.enrolment
  const { session } = await client.access.confirmEnrolment({ ticket, code: owner.console.known({ ...owner.mara, secret }).code() })
  return owner.console.client(session.token)
}
const signIn = (owner: VaultOwner, password: string) => owner.console.client().access.signIn({ name: 'mara', password })
const tamper = (owner: VaultOwner, sql: string) => {
  const outside = new Sqlite(join(owner.console.dataDirectory, 'gatehouse.db'))
  outside.exec(sql)
  outside.close()
}
const entries = (owner: VaultOwner) => {
  const outside = new Sqlite(join(owner.console.dataDirectory, 'gatehouse.db'), { readonly: true })
  const rows = outside
    .prepare<[], { action: string; severity: number; actor: string; message: string; detail: string; sequence: number }>(
      `SELECT sequence, log_text.text AS action, severity, log_actor.name AS actor, message, detail FROM log_entry
       JOIN log_text ON log_text.id = action JOIN log_actor ON log_actor.id = actor ORDER BY sequence`,
    )
    .all()
  const head = outside.prepare<[], { sequence: number }>('SELECT max(sequence) AS sequence FROM log_head').get()!.sequence
  outside.close()
  return { rows, head }
}

test('with the keychain at hand: what was is void, the code opens once, and the log says who did it', async () => {
  const owner = await startWithKeyIn('keychain')
  const { exitCode, said, code } = await reset(owner, ['mara'])
  expect([exitCode, said]).toEqual([0, expect.stringContaining('Password, authenticator and backup codes of before are void')])
  await expect(signIn(owner, testPassword)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
  expect(await owner.mara.client.access.state()).toMatchObject({ session: { kind: 'ended', why: 'revoked' } })

  const client = await comeIn(owner, code)
  expect((await client.account.mine()).user).toMatchObject({ name: 'mara', role: 'admin' })
  await expect(comeIn(owner, code)).rejects.toMatchObject({ code: 'CONFLICT' })
  const { rows } = entries(owner)
  expect(rows.find(({ action }) => action === 'user.reset')).toMatchObject({
    severity: 4,
    actor: expect.stringMatching(/ on this machine$/) as string,
    message: expect.stringMatching(/reset mara: password, authenticator and backup codes are void, 1 session ended$/) as string,
    detail: expect.stringContaining('"vaultOpenedWith":"keychain"') as string,
  })
  expect(JSON.stringify(rows)).not.toContain(code)
})

test('the entry is under a signed head before anybody else could write', async () => {
  const owner = await startWithKeyIn('keychain')
  await reset(owner, ['mara'])
  const { rows, head } = entries(owner)
  expect(head).toBeGreaterThanOrEqual(rows.find(({ action }) => action === 'user.reset')!.sequence)
})

test.each([['another name'], ['MARA'], ['']])('typing “%s” instead of the name leaves all as it is', async (typed) => {
  const owner = await startWithKeyIn('keychain')
  const { exitCode, said } = await reset(owner, [typed])
  expect([exitCode, said]).toEqual([1, expect.stringContaining('Nothing was changed')])
  await owner.signIn()
  expect(entries(owner).rows.map(({ action }) => action)).not.toContain('user.reset')
})

test('a name that nobody has is told with the names that there are', async () => {
  const owner = await startWithKeyIn('keychain')
  const { exitCode, said } = await reset(owner, [], { name: 'nobody' })
  expect([exitCode, said]).toEqual([1, 'There is no user called nobody. The users are: mara.'])
})

test('a code is good for an hour; another reset makes the one before void', async () => {
  const owner = await startWithKeyIn('keychain')
  const first = await reset(owner, ['mara'])
  const second = await reset(owner, ['mara'])
  await expect(comeIn(owner, first.code)).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
  owner.console.clock.advance(3_600_000)
  await expect(comeIn(owner, second.code)).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
})

test('a sealed vault opens with the recovery key, and then with the code alone', async () => {
  const owner = await startWithKeyIn('slots')
  await owner.stepUp()
  const { recoveryKey } = await owner.mara.client.masterKey.createRecoveryKey()
  const { exitCode, said, code } = await reset(owner, ['not the key', recoveryKey, 'mara'])
  expect([exitCode, said]).toEqual([0, expect.stringContaining('This opens nothing')])
  expect(said).not.toContain(recoveryKey)
  expect(await owner.vault()).toBe('sealed')
  await comeIn(owner, code)
  expect(await owner.vault()).toBe('open')
  // From here on the new password opens it.
  await owner.console.restart()
  expect((await signIn(owner, next)).kind).toBe('code')
})

test('where the code alone opens the vault that is said, and one that grew too old makes the next', async () => {
  const owner = await startWithKeyIn('slots')
  await owner.stepUp()
  const { recoveryKey } = await owner.mara.client.masterKey.createRecoveryKey()
  const first = await reset(owner, [recoveryKey, 'mara'])
  expect(first.said).toContain('the code opens the vault in its stead')
  tamper(owner, 'DELETE FROM recovery_key')
  owner.console.clock.advance(2 * 3_600_000)
  await expect(comeIn(owner, first.code)).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
  const second = await reset(owner, [first.code, 'mara'])
  expect([second.exitCode, second.said]).toEqual([0, expect.stringContaining('the code is the only thing that opens the vault')])
  expect(second.said.split(first.code)).toHaveLength(1)
  await comeIn(owner, second.code)
  expect(await owner.vault()).toBe('open')
})

test('whoever still knows the password of a sealed vault keeps it, and loses the authenticator alone', async () => {
  const owner = await startWithKeyIn('slots')
  const { exitCode, said, code } = await reset(owner, [testPassword, 'mara'])
  expect([exitCode, code, said]).toEqual([0, '', expect.stringContaining('The password of mara stays')])
  expect((await signIn(owner, testPassword)).kind).toBe('enrol')
})

test('where nothing opens the vault, it is said that nothing can, and nothing is changed', async () => {
  const owner = await startWithKeyIn('slots')
  const { exitCode, said } = await reset(owner, ['a guess', ''])
  expect([exitCode, said]).toEqual([1, expect.stringContaining('restore a backup into a new data directory')])
  expect(said).toContain(owner.console.dataDirectory)
  await owner.signIn()
})

test('a keychain that is lost is told, and the recovery key stands in for it', async () => {
  const owner = await startWithKeyIn('keychain')
  await owner.stepUp()
  const { recoveryKey } = await owner.mara.client.masterKey.createRecoveryKey()
  owner.console.keychain.entries.clear()
  const without = await reset(owner, [])
  expect([without.exitCode, without.said]).toEqual([1, expect.stringContaining('The keychain holds no master key')])
  expect((await reset(owner, [recoveryKey, 'mara'])).exitCode).toBe(0)
})

test('a row that somebody else changed is told before it is taken for right, and where nobody is an administrator --as-admin makes one', async () => {
  const owner = await startWithKeyIn('keychain')
  tamper(owner, "UPDATE user SET role = 'viewer', disabled = 1")
  const asTheyAre = await reset(owner, ['no'])
  expect(asTheyAre.said).toContain('CAREFUL: the row of mara was changed by something that is not Gatehouse. It says: viewer, disabled.')
  expect(asTheyAre.said).toContain('add --as-admin')
  const { exitCode, said, code } = await reset(owner, ['mara'], { asAdmin: true })
  expect([exitCode, said]).toEqual([0, expect.stringContaining('mara (viewer) becomes an administrator')])
  const client = await comeIn(owner, code)
  expect((await client.account.mine()).user.role).toBe('admin')
})

test('--as-admin is refused where there is an administrator', async () => {
  const owner = await startWithKeyIn('keychain')
  const { exitCode, said } = await reset(owner, ['mara'], { asAdmin: true })
  expect([exitCode, said]).toEqual([1, expect.stringContaining('There is an administrator: mara.')])
})
