import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Keychain } from '../../../ports/keychain.ts'
import { bring, fileOf, make, openConsole, owned, passphrase, restarted, signIn, stepUp } from '../../test-kit/backed-up-console.ts'
import type { TestConsole } from '../../test-kit/create-test-console.ts'
import { createMemoryKeychain } from '../../test-kit/memory-keychain.ts'
import { readLog } from '../../test-kit/read-log.ts'

const opener = { kind: 'passphrase', passphrase } as const

const errorCode = (error: { code?: string }) => error.code

/** A request that has begun, and whose body ends when told to. */
const begun = (console: TestConsole, path: string, input: unknown) => {
  const parts = new TransformStream<Uint8Array, Uint8Array>()
  const writer = parts.writable.getWriter()
  const text = Buffer.from(JSON.stringify({ json: input }))
  const request = new Request(`http://127.0.0.1/rpc${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: parts.readable,
    duplex: 'half',
  })
  const answer = console.core.fetch(request, { trusted: true, source: '127.0.0.1' })
  void writer.write(text.subarray(0, 4))
  return async () => {
    await writer.write(text.subarray(4))
    await writer.close()
    return (await answer).json() as Promise<{ json: { code?: string } }>
  }
}

test('a request that was begun before a restore changes nothing of what was restored', async () => {
  const { console, mara, client } = await owned()
  const name = await make(client)
  const { ticket } = await client.backup.examine({ source: { kind: 'kept', name }, opener })
  console.clock.advance(60_000)
  const step = await console.client().access.signIn({ name: mara.name, password: mara.password })
  if (step.kind !== 'code') throw new Error(step.kind)
  const end = begun(console, '/access/submitCode', { ticket: step.ticket, code: mara.code() })
  await client.backup.restore({ ticket })
  // Nor is a new one answered by what still remembers how things were.
  const asked = await console.core.fetch(new Request('http://127.0.0.1/'), { trusted: true, source: '127.0.0.1' })
  expect(asked.status).toBe(503)
  expect((await end()).json).toMatchObject({ code: 'BUSY' })
  await restarted(console)
  const again = await signIn(console, mara)
  expect(await again.account.sessions()).toHaveLength(1)
  expect((await readLog(again, { actions: ['backup.restored'] })).length).toBe(1)
})

test('who is being set up while a backup is restored hears that they are not', async () => {
  const from = await owned()
  const file = readFileSync(fileOf(from.console, await make(from.client)))
  const to = await openConsole()
  const upload = await bring(to.client().firstRestore, file)
  const plan = await to.client().firstRestore.examine({ source: { kind: 'upload', upload }, opener })
  const { ticket, secret } = await to
    .client()
    .access.createFirstAdministrator({ name: 'joe', password: 'another lantern over 77 harbours' })
  const joe = to.known({ name: 'joe', password: '', secret, token: '', backupCodes: [] })
  const end = begun(to, '/access/confirmEnrolment', { ticket, code: joe.code() })
  await to.client().firstRestore.restore({ ticket: plan.ticket })
  expect((await end()).json).toMatchObject({ code: 'BUSY' })
  await restarted(to)
  const client = await signIn(to, to.known(from.mara))
  expect((await client.users.list()).users.map(({ name }) => name)).toEqual(['mara'])
})

test('who was set up while the keychain was asked is not replaced', async () => {
  const from = await owned()
  const file = readFileSync(fileOf(from.console, await make(from.client)))
  const keychain = createMemoryKeychain()
  const reached = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  let slow = false
  const slowKeychain: Keychain = {
    ...keychain,
    write: async (name, secret) => {
      if (slow) {
        slow = false
        reached.resolve()
        await released.promise
      }
      return keychain.write(name, secret)
    },
  }
  const to = await openConsole({ keychain: slowKeychain })
  const upload = await bring(to.client().firstRestore, file)
  const { ticket } = await to.client().firstRestore.examine({ source: { kind: 'upload', upload }, opener })
  slow = true
  const restoring = to
    .client()
    .firstRestore.restore({ ticket })
    .then(() => 'restored', errorCode)
  await reached.promise
  const { client } = await to.firstRun()
  released.resolve()
  expect(await restoring).toBe('ALREADY_SET_UP')
  expect((await client.vault.list({ deleted: false })).length).toBe(0)
  expect(readdirSync(to.dataDirectory).filter((name) => name.startsWith('restore'))).toEqual([])
})

test('what was used up before a restore is not good once more after it', async () => {
  const { console, mara, client } = await owned()
  const name = await make(client)
  const { ticket } = await client.backup.examine({ source: { kind: 'kept', name }, opener })
  const code = mara.code(1)
  console.clock.advance(30_000)
  await client.access.stepUp({ code })
  const [backupCode] = mara.backupCodes
  const begin = async () => {
    const step = await console.client().access.signIn({ name: mara.name, password: mara.password })
    if (step.kind !== 'code') throw new Error(step.kind)
    return { ticket: step.ticket }
  }
  await console.client().access.submitBackupCode({ ...(await begin()), backupCode: backupCode! })
  await client.backup.restore({ ticket })
  await restarted(console)
  await expect(console.client().access.submitCode({ ...(await begin()), code })).rejects.toMatchObject({ code: 'CODE_ALREADY_USED' })
  await expect(console.client().access.submitBackupCode({ ...(await begin()), backupCode: backupCode! })).rejects.toMatchObject({
    code: 'WRONG_CODE',
  })
})

test('a plan is good in the session alone that asked for it', async () => {
  const { console, mara, client } = await owned()
  const name = await make(client)
  const { ticket } = await client.backup.examine({ source: { kind: 'kept', name }, opener })
  const other = await signIn(console, mara)
  await stepUp(console, { ...mara, client: other })
  await expect(other.backup.restore({ ticket })).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
  await client.backup.restore({ ticket })
  await restarted(console)
})
