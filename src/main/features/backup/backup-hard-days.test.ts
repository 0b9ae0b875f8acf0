import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { noKeychain } from '../../../ports/keychain.ts'
import { fillDisk, mountDisk, whyNoDisk } from '../../test-kit/small-disk.ts'
import { bring, fileOf, make, openConsole, owned, passphrase, restarted, signIn, stepUp, worked } from '../../test-kit/backed-up-console.ts'
import { readLog } from '../../test-kit/read-log.ts'
import { encodeHeader, readHeader } from './backup-header.ts'

const opener = { kind: 'passphrase', passphrase } as const
const masterKeyText = Buffer.alloc(32, 5).toString('base64')

test('a wrong passphrase is refused and entered, and the right one goes on', async () => {
  const { client } = await owned()
  const name = await make(client)
  const source = { kind: 'kept', name } as const
  for (const call of [
    () => client.backup.verify({ name, opener: { kind: 'passphrase', passphrase: 'wrong' } }),
    () => client.backup.examine({ source, opener: { kind: 'passphrase', passphrase: 'wrong' } }),
  ])
    await expect(call()).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'passphrase' } })
  await expect(client.backup.verify({ name, opener: { kind: 'recovery-key', recoveryKey: 'x' } })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  })
  expect((await readLog(client, { actions: ['backup.refused'] })).length).toBe(3)
  await client.backup.verify({ name, opener })
  expect(await worked(client)).toMatchObject({ kind: 'verify', phase: 'done', name })
  expect((await readLog(client, { actions: ['backup.verified'] })).length).toBe(1)
})

test('a passphrase that is guessed soon makes no backup', async () => {
  const { console, client } = await owned()
  for (const weak of ['1', 'password1234', 'mara.mara.mara'])
    await expect(client.backup.make({ passphrase: weak, withLog: false })).rejects.toMatchObject({ code: 'WEAK_PASSWORD' })
  expect(readdirSync(join(console.dataDirectory, 'backups'))).toEqual([])
})

test('the recovery key opens what was made while it was in force', async () => {
  const { console, mara, client } = await owned()
  await stepUp(console, mara)
  const { recoveryKey } = await client.masterKey.createRecoveryKey()
  const name = await make(client)
  expect((await client.backup.state()).kept[0]!.opensWith).toEqual(['passphrase', 'this-vault', 'recovery-key'])
  const plan = await client.backup.examine({ source: { kind: 'kept', name }, opener: { kind: 'recovery-key', recoveryKey } })
  expect(plan.contents.users).toEqual([{ name: 'mara', role: 'admin', disabled: false }])
})

test('a damaged backup changes nothing, and a newer one is refused with both versions', async () => {
  const { console, client } = await owned()
  const name = await make(client)
  const path = fileOf(console, name)
  const bytes = readFileSync(path)
  const { header, bodyAt } = readHeader(path)
  const before = await client.backup.state()
  const flipped = Buffer.from(bytes)
  flipped[bodyAt + 100]! ^= 1
  writeFileSync(path, flipped)
  await expect(client.backup.examine({ source: { kind: 'kept', name }, opener })).rejects.toThrow(/damaged: chunk 1/)
  await client.backup.verify({ name, opener })
  expect(await worked(client)).toMatchObject({ phase: 'failed', failure: expect.stringMatching(/damaged/) as string })
  writeFileSync(path, Buffer.concat([encodeHeader({ ...header, schema: 900, product: '9.0.0' }).bytes, bytes.subarray(bodyAt)]))
  await expect(client.backup.examine({ source: { kind: 'kept', name }, opener })).rejects.toThrow(
    /Gatehouse 9\.0\.0 \(schema 900\); this is Gatehouse 0\.0\.0-test/,
  )
  expect((await client.backup.state()).kept).toHaveLength(before.kept.length)
  expect(readdirSync(console.dataDirectory)).not.toContain('restore')
})

test('one piece of work at a time, which can be stopped and leaves no file', async () => {
  const { console, client } = await owned()
  await client.backup.make({ passphrase, withLog: false })
  await expect(client.backup.make({ passphrase, withLog: false })).rejects.toMatchObject({ code: 'BUSY' })
  await client.backup.cancel()
  const { phase } = await worked(client)
  const files = readdirSync(join(console.dataDirectory, 'backups'))
  expect(files).toHaveLength(phase === 'done' ? 1 : 0)
  const action = phase === 'done' ? 'backup.made' : 'backup.cancelled'
  await vi.waitFor(async () => expect(await readLog(client, { actions: [action] })).toHaveLength(1), { timeout: 30_000 })
  expect(await make(client)).toMatch(/ghb$/)
})

test('only who may run backups does, and restoring and deleting ask for a fresh code', async () => {
  const { console, mara, client } = await owned()
  const name = await make(client)
  console.clock.advance(600_000)
  // A backup holds every secret, under a passphrase that whoever makes it chooses.
  for (const call of [
    () => client.backup.make({ passphrase, withLog: false }),
    () => client.backup.download({ name }),
    () => client.backup.remove({ name }),
    () => client.backup.restore({ ticket: 'x' }),
  ])
    await expect(call()).rejects.toMatchObject({ code: 'STEP_UP_REQUIRED' })
  for (const call of [() => console.client().backup.state(), () => console.client().backup.download({ name })])
    await expect(call()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
  await expect(console.client().firstRestore.beginUpload({ bytes: 5 })).rejects.toMatchObject({ code: 'ALREADY_SET_UP' })
  await stepUp(console, mara)
  await expect(client.backup.restore({ ticket: 'x' })).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
  await expect(client.backup.download({ name: '../gatehouse.db' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const { url } = await client.backup.download({ name })
  const answer = await console.core.fetch(new Request(`http://127.0.0.1${url}`), { trusted: true, source: '127.0.0.1' })
  expect(Buffer.from(await answer.arrayBuffer()).equals(readFileSync(fileOf(console, name)))).toBe(true)
  await client.backup.remove({ name })
  expect((await client.backup.state()).kept).toEqual([])
  const entered = (await readLog(client)).map(({ action }) => action)
  expect(entered).toEqual(expect.arrayContaining(['backup.downloaded', 'backup.removed']))
})

test('without a keychain the key slots of the backup open the new machine', async () => {
  const from = await owned({ keychain: noKeychain })
  const file = readFileSync(fileOf(from.console, await make(from.client, true)))
  const to = await openConsole({ keychain: noKeychain })
  const upload = await bring(to.client().firstRestore, file)
  const plan = await to.client().firstRestore.examine({ source: { kind: 'upload', upload }, opener })
  expect(plan).toMatchObject({ masterKeyPlace: 'slots', contents: { withLog: true } })
  await to.client().firstRestore.restore({ ticket: plan.ticket })
  await restarted(to)
  expect((await to.client().console.status()).vault.kind).toBe('sealed')
  const client = await signIn(to, to.known(from.mara))
  expect((await to.client().console.status()).vault.kind).toBe('open')
  let verdict: unknown = null
  for await (const event of await client.audit.verify()) if (event.kind === 'verdict') verdict = event.verdict
  expect(verdict).toMatchObject({ intact: true, firstSequence: 1 })
})

test('over a console with key slots: the slots of the backup open it, or those of who has the same password', async () => {
  const { console, mara, client } = await owned({ keychain: noKeychain })
  const name = await make(client)
  await stepUp(console, mara)
  await client.masterKey.move({ place: 'slots', password: mara.password })
  const source = { kind: 'kept', name } as const
  // Its own vault slot is of the master key before.
  await expect(client.backup.examine({ source, opener: { kind: 'this-vault' } })).rejects.toThrow(/another master key/)
  const plan = await client.backup.examine({ source, opener })
  expect(plan.masterKeyPlace).toBe('slots')
  await client.backup.restore({ ticket: plan.ticket })
  await restarted(console)
  expect((await console.client().console.status()).vault.kind).toBe('sealed')
  const again = await signIn(console, mara)
  expect((await console.client().console.status()).vault.kind).toBe('open')
  expect((await again.backup.state()).kept.find(({ kind }) => kind === 'before-restore')?.opensWith).toEqual(['this-vault'])
})

test('a backup from a keychain goes over key slots only where somebody in it has the password of one', async () => {
  const { console, mara, client } = await owned()
  const name = await make(client)
  await stepUp(console, mara)
  await client.masterKey.move({ place: 'slots', password: mara.password })
  const source = { kind: 'kept', name } as const
  expect((await client.backup.examine({ source, opener })).warnings.join(' ')).toMatch(/opens when mara signs in/)
  const { ticket } = await client.backup.examine({ source, opener })
  await client.account.changePassword({ current: mara.password, next: 'another lantern over 77 harbours' })
  // Planned before, and looked at once more before anything is written.
  await expect(client.backup.restore({ ticket })).rejects.toThrow(/nobody in the backup has the password of one/)
  await expect(client.backup.examine({ source, opener })).rejects.toMatchObject({ code: 'CONFLICT' })
  expect((await client.backup.state()).kept.map(({ kind }) => kind)).toEqual(['on-demand'])
})

test('where the master key would have no place, it is said before anything is written; a given key is a place', async () => {
  const from = await owned()
  const file = readFileSync(fileOf(from.console, await make(from.client)))
  const bare = await openConsole({ keychain: noKeychain })
  const upload = await bring(bare.client().firstRestore, file)
  await expect(bare.client().firstRestore.examine({ source: { kind: 'upload', upload }, opener })).rejects.toThrow(
    /no place here.*GATEHOUSE_MASTER_KEY_FILE/,
  )
  expect((await bare.client().access.state()).firstRun).toBe(true)

  const given = await openConsole({ keychain: noKeychain, environment: { GATEHOUSE_MASTER_KEY: masterKeyText } })
  const again = await bring(given.client().firstRestore, file)
  const plan = await given.client().firstRestore.examine({ source: { kind: 'upload', upload: again }, opener })
  expect(plan.masterKeyPlace).toBe('environment')
  await given.client().firstRestore.restore({ ticket: plan.ticket })
  await restarted(given)
  // The key was taken out of the environment at the first start, and is there at the second.
  expect((await given.client().console.status()).vault.kind).toBe('open')
})

test.skipIf(whyNoDisk !== null)('a full disk leaves no torn file, and says so', async () => {
  const disk = mountDisk(48)
  if (disk === null) return
  const { console, client } = await owned({ dataDirectory: join(disk, 'data') })
  const filler = fillDisk(disk)
  await client.backup.make({ passphrase, withLog: false })
  expect(await worked(client)).toMatchObject({ phase: 'failed', failure: expect.stringMatching(/disk is full/) as string })
  expect(readdirSync(join(console.dataDirectory, 'backups'))).toEqual([])
  rmSync(filler)
  expect(await make(client)).toMatch(/ghb$/)
})
