import { readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Client } from '../../test-kit/create-test-console.ts'
import { bring, fileOf, make, openConsole, owned, passphrase, restarted, signIn, stepUp } from '../../test-kit/backed-up-console.ts'
import { editsFor } from '../../test-kit/any-guarded-service.ts'
import { readLog } from '../../test-kit/read-log.ts'

const keyText = 'sk_live_4eC39HqLyjWDarjtT1zdp7dc'
const actions = async (client: Client) => (await readLog(client)).map(({ action }) => action)

test('a backup is kept for its owner alone, read again whole, and entered', async () => {
  const { console, client } = await owned()
  const name = await make(client)
  expect(name).toMatch(/^gatehouse-.*\.ghb$/)
  if (process.platform !== 'win32') expect(statSync(fileOf(console, name)).mode & 0o777).toBe(0o600)
  const { kept } = await client.backup.state()
  expect(kept).toMatchObject([{ name, kind: 'on-demand', withLog: false, opensWith: ['passphrase', 'this-vault'] }])
  expect(kept[0]!.verifiedAtMs).not.toBeNull()
  expect(await actions(client)).toContain('backup.made')
  expect(readFileSync(fileOf(console, name)).includes('mara')).toBe(false)
})

test('from backup to a new machine: the same people, keys and settings, and a log that goes on', async () => {
  const from = await owned()
  const key = await from.client.vault.add({ label: 'Payments', text: keyText })
  const file = readFileSync(fileOf(from.console, await make(from.client)))
  const to = await openConsole()
  const upload = await bring(to.client().firstRestore, file)
  const plan = await to.client().firstRestore.examine({ source: { kind: 'upload', upload }, opener: { kind: 'passphrase', passphrase } })
  expect(plan).toMatchObject({
    contents: { keys: 1, users: [{ name: 'mara' }], logEntries: null },
    present: null,
    masterKeyPlace: 'keychain',
  })
  expect(await to.client().firstRestore.work()).toMatchObject({ kind: 'examine', phase: 'done' })
  await to.client().firstRestore.restore({ ticket: plan.ticket })
  await restarted(to)
  const mara = to.known(from.mara)
  const client = await signIn(to, mara)
  await stepUp(to, { ...mara, client })
  expect((await client.vault.reveal({ id: key.id })).text).toBe(keyText)
  expect(await actions(client)).toContain('backup.restored')
  let verdict: unknown = null
  for await (const event of await client.audit.verify()) if (event.kind === 'verdict') verdict = event.verdict
  expect(verdict).toMatchObject({ intact: true, completeness: { state: 'complete' } })
  expect(to.keychain.entries.size).toBe(1)
  // What is sealed goes on opening there, after other keys and another start, too.
  await client.masterKey.rotateDataKey()
  await client.masterKey.move({ place: 'keychain' })
  await to.restart()
  const again = await signIn(to, mara)
  await stepUp(to, { ...mara, client: again })
  expect((await again.vault.reveal({ id: key.id })).text).toBe(keyText)
  expect((await actions(again)).filter((action) => /tampered|forged|foreign/.test(action))).toEqual([])
})

test('over a console that is set up: what was, is again; the log goes on; what is replaced is kept and opens', async () => {
  const { console, mara, client } = await owned()
  const key = await client.vault.add({ label: 'Payments', text: keyText })
  const name = await make(client, true)
  await stepUp(console, mara)
  await client.vault.remove({ id: key.id, version: key.version })
  await client.vault.add({ label: 'Later', text: 'ghp_0123456789abcdefghijklmnopqrstuvwxyz' })
  // Everything is sealed under another data key by now, the log's signing key too.
  await client.masterKey.rotateDataKey()
  // The row of the user is a newer one by now, under a seal of its own.
  await client.account.changePassword({ current: mara.password, next: 'another lantern over 77 harbours' })
  const before = await actions(client)
  const plan = await client.backup.examine({ source: { kind: 'kept', name }, opener: { kind: 'passphrase', passphrase } })
  expect(plan).toMatchObject({ contents: { keys: 1, withLog: true }, present: { users: ['mara'], keys: 1 }, masterKeyPlace: 'keychain' })
  expect(plan.warnings.join(' ')).toMatch(/log of this console stays.*1 API key that was revoked or deleted/)
  await client.backup.restore({ ticket: plan.ticket })
  await restarted(console)
  await expect(client.vault.list({ deleted: false })).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
  const again = await signIn(console, mara)
  await stepUp(console, { ...mara, client: again })
  expect((await again.vault.list({ deleted: false })).map(({ label }) => label)).toEqual(['Payments'])
  expect((await again.vault.reveal({ id: key.id })).text).toBe(keyText)
  const log = await actions(again)
  expect(log.slice(-before.length)).toEqual(before)
  expect(log).toContain('backup.restored')
  expect(log.filter((action) => /tampered|head-lost|foreign/.test(action))).toEqual([])
  let verdict: unknown = null
  for await (const event of await again.audit.verify()) if (event.kind === 'verdict') verdict = event.verdict
  expect(verdict).toMatchObject({ intact: true, completeness: { state: 'complete' } })
  const state = await again.backup.state()
  expect(state.lastRestore).toMatchObject({ by: 'mara' })
  const kept = state.kept.find(({ kind }) => kind === 'before-restore')!
  expect(kept.opensWith).toEqual(['this-vault'])
  const back = await again.backup.examine({ source: { kind: 'kept', name: kept.name }, opener: { kind: 'this-vault' } })
  expect(back.contents.keys).toBe(1)
})

test('the guard’s policy comes back as a newer revision, so that a guard that runs takes it', async () => {
  const { console, mara, client } = await owned()
  await client.guard.edit({ revision: 0, edits: editsFor('http://127.0.0.1:9') })
  const before = await client.guard.policy()
  const name = await make(client)
  const { revision } = await client.guard.edit({ revision: 1, edits: [{ kind: 'remove-route', id: before.routes[0]!.id }] })
  await stepUp(console, mara)
  const { ticket, present, contents } = await client.backup.examine({ source: { kind: 'kept', name }, opener: { kind: 'this-vault' } })
  expect([contents.routes, present!.routes]).toEqual([1, 0])
  await client.backup.restore({ ticket })
  await restarted(console)
  const again = await signIn(console, mara)
  expect(await again.guard.policy()).toEqual({ ...before, revision: revision + 1 })
})
