import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../ports/clock.ts'
import { callGuard, editsFor, startGuardedService } from '../../test-kit/any-guarded-service.ts'
import { createTestConsole } from '../../test-kit/create-test-console.ts'
import { createHandClock } from '../../test-kit/hand-clock.ts'
import { createTestVault } from '../../test-kit/create-test-vault.ts'
import { setRole } from '../../test-kit/set-role.ts'

const neverStarted = () => {
  throw new Error('No guard may be started here.')
}

test('who may only read sees the guard and changes nothing of it', async () => {
  const vault = await createTestVault({ startGuard: neverStarted })
  const { client } = vault
  await client.guard.edit({ revision: 0, edits: editsFor('http://127.0.0.1:3000') })
  const outside = vault.outside()
  const before = outside.prepare('SELECT count(*) AS count FROM guard_policy').get()
  for (const [role, may] of [
    ['viewer', false],
    ['operator', true],
  ] as const) {
    setRole(vault.console, role)
    expect(await client.guard.state()).toMatchObject({ process: { kind: 'off' }, revision: 1, servedRevision: null })
    expect((await client.guard.policy()).routes).toHaveLength(1)
    expect(await client.guard.history({})).toHaveLength(1)
    expect(await client.guard.limitsInUse()).toEqual([])
    expect(await client.guard.limitProposals()).toMatchObject([{ route: 'all', requests: 0, tooLittle: true, proposals: [] }])
    const edits = [{ kind: 'set-pass-through' as const, on: true }]
    expect((await client.guard.check({ revision: 1, edits })).sentences).toHaveLength(1)
    if (may) continue
    const refused = { code: 'NOT_PERMITTED' }
    await expect(client.guard.edit({ revision: 1, edits })).rejects.toMatchObject(refused)
    await expect(client.guard.restore({ revision: 1, to: 0 })).rejects.toMatchObject(refused)
    await expect(client.guard.issueKey({ consumer: 'shop' })).rejects.toMatchObject(refused)
    await expect(client.guard.revokeKey({ consumer: 'shop', key: 'k' })).rejects.toMatchObject(refused)
    await expect(client.guard.start()).rejects.toMatchObject(refused)
    await expect(client.guard.stop()).rejects.toMatchObject(refused)
    expect(outside.prepare('SELECT count(*) AS count FROM guard_policy').get()).toEqual(before)
  }
  const { revision } = await client.guard.edit({ revision: 1, edits: [{ kind: 'set-pass-through', on: true }] })
  expect(await client.guard.restore({ revision, to: 1 })).toMatchObject({ revision: 3 })
  expect((await client.guard.policy()).passThrough).toBe(false)
})

test('while the vault is sealed a route that puts in a key answers 503, and serves as soon as somebody opens it', async () => {
  // The guard is a process of its own, with a clock of its own.
  const console = await createTestConsole({}, { ...createHandClock(), ...systemClock })
  onTestFinished(() => console.end())
  console.keychain.refuse('This machine has no keychain.')
  const mara = await console.firstRun()
  const { client } = mara
  const service = await startGuardedService()
  const { id } = await client.vault.add({ label: 'Upstream', text: 'sesame' })
  await client.access.stepUp({ code: mara.code(1) })
  await client.guard.edit({ revision: 0, edits: editsFor(service.url, { injectKeys: [{ header: 'x-key', secret: `vault:${id}` }] }) })
  await client.guard.start()
  const until = async (look: () => Promise<boolean>) => {
    await expect.poll(look, { interval: 20 }).toBe(true)
  }
  let port = 0
  await until(async () => {
    const state = await client.guard.state()
    port = state.ports.main ?? 0
    return state.servedRevision === 1
  })
  expect((await callGuard(port)).status).toBe(200)
  await console.restart()
  expect((await console.client().console.status()).vault.kind).toBe('sealed')
  await until(async () => (await callGuard(port)).status === 503)
  const step = await console.client().access.signIn({ name: mara.name, password: mara.password })
  if (step.kind !== 'code') throw new Error('Expected to be asked for a code.')
  const { token } = await console.client().access.submitBackupCode({ ticket: step.ticket, backupCode: mara.backupCodes[0]! })
  await until(async () => (await callGuard(port)).status === 200)
  expect(service.got.at(-1)).toMatchObject({ 'x-key': 'sesame' })
  await console.client(token).guard.stop()
})
