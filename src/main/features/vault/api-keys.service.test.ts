import { expect, test } from 'vitest'
import { createTestVault } from '../../test-kit/create-test-vault.ts'
import type { TestVault } from '../../test-kit/create-test-vault.ts'
import { readLog } from '../../test-kit/read-log.ts'

const day = 86_400_000
const keyA = `sk-proj-${'aB3'.repeat(12)}7Fq2`
const keyB = `sk-proj-${'dE5'.repeat(12)}0mXe`

const reveal = async (vault: TestVault, id: string, versionNumber: number | null = null) => {
  await vault.stepUp()
  return (await vault.client.vault.reveal({ id, versionNumber })).text
}
const storedTexts = (vault: TestVault) =>
  vault.outside().prepare('SELECT count(*) FROM api_key_version WHERE sealed IS NOT NULL').pluck().get() as number

test('a key is stored with its provider recognised, listed without its text, and entered', async () => {
  const vault = await createTestVault()
  const added = await vault.client.vault.add({ label: ' research ', tags: ['team-ml', 'ai', 'ai'], text: keyA })
  expect(added).toMatchObject({
    provider: 'openai',
    label: 'research',
    tags: ['team-ml', 'ai'],
    hint: 'sk-proj-…7Fq2',
    state: { kind: 'active' },
    flags: [],
    versionNumber: 1,
    lastUsedAtMs: null,
    uses30Days: 0,
    version: 1,
  })
  expect(await vault.client.vault.list({})).toEqual([added])
  expect(await vault.client.vault.get({ id: added.id })).toMatchObject({
    ...added,
    storedBy: 'mara',
    versions: [{ number: 1, state: { kind: 'current' }, storedBy: 'mara' }],
    staleAfterDays: 180,
  })
  expect(await vault.log()).toMatchObject([
    {
      action: 'key.added',
      severity: 'low',
      actor: { name: 'mara' },
      message: 'The key “research” was stored',
      target: { kind: 'key', id: added.id },
    },
  ])
})

test('a key of 64 KB with every kind of character comes back as it was, one more character is refused', async () => {
  const vault = await createTestVault()
  const text = ` \r\n\t"'\\é漢🔑\u0000${'x'.repeat(65_523)} `
  expect(text.length).toBe(65_536)
  const { id, hint } = await vault.add(text)
  expect(await reveal(vault, id)).toBe(text)
  expect(hint).toMatch(/^…xxxx$/)
  await expect(vault.add('x'.repeat(65_537))).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'text' } })
  await expect(vault.add('')).rejects.toMatchObject({ code: 'INVALID_INPUT', message: 'Enter the key.' })
  await expect(vault.client.vault.add({ label: '  ', text: 'x' })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    data: { field: 'label' },
  })
})

test('before it is stored, a key is recognised, and the same key found without opening any', async () => {
  const vault = await createTestVault()
  expect(await vault.client.vault.recognise({ text: keyA })).toEqual({ provider: 'openai', hint: 'sk-proj-…7Fq2', duplicateOf: null })
  const { id } = await vault.add(keyA)
  expect((await vault.client.vault.recognise({ text: keyA })).duplicateOf).toEqual({ id, label: 'research' })
  expect((await vault.client.vault.recognise({ text: keyB })).duplicateOf).toBeNull()
})

test('label, tags, provider and expiry can be edited; the log says from what to what', async () => {
  const vault = await createTestVault()
  const { id, version } = await vault.add(keyA)
  const expiresAtMs = vault.console.clock.now() + 10 * day
  const edited = await vault.client.vault.edit({ id, version, label: 'evaluation', tags: ['x'], provider: 'other', expiresAtMs })
  expect(edited).toMatchObject({ label: 'evaluation', tags: ['x'], provider: 'other', expiresAtMs, flags: ['expires-soon'], version: 2 })
  const [entry] = await vault.log('key.edited')
  expect(entry).toMatchObject({ message: 'The key “research” is called “evaluation” from now on' })
  expect(await vault.detailOf(entry!.sequence)).toMatchObject({ from: { label: 'research' }, to: { label: 'evaluation', expiresAtMs } })
})

test('what a label brings along does not break the lines of the log', async () => {
  const vault = await createTestVault()
  await vault.add(keyA, 'a\nb\u202Ec')
  expect((await vault.log())[0]).toMatchObject({ message: 'The key “a\ufffdb\ufffdc” was stored', target: { name: 'a\ufffdb\ufffdc' } })
})

test('after a rotation the version before stays valid for the overlap, then its text is destroyed', async () => {
  const vault = await createTestVault()
  const { id, version } = await vault.add(keyA)
  const untilMs = vault.console.clock.now() + day
  const rotated = await vault.client.vault.rotate({ id, version, text: keyB, overlapMs: day, expiresAtMs: null })
  expect(rotated).toMatchObject({ state: { kind: 'swapping', untilMs }, versionNumber: 2, hint: 'sk-proj-…0mXe', version: 2 })
  expect(await reveal(vault, id)).toBe(keyB)
  expect(await reveal(vault, id, 1)).toBe(keyA)
  expect((await vault.client.vault.get({ id })).versions.map((one) => one.state)).toEqual([
    { kind: 'current' },
    { kind: 'overlap', untilMs },
  ])

  vault.console.clock.advance(untilMs - vault.console.clock.now())
  await vault.console.restart()
  const client = (await signInAgain(vault)).vault
  expect((await client.list({}))[0]).toMatchObject({ state: { kind: 'active' }, version: 2 })
  expect((await client.get({ id })).versions[1]).toMatchObject({ number: 1, state: { kind: 'replaced' } })
  expect(storedTexts(vault)).toBe(1)
})

/** After a day the first session has ended. */
const signInAgain = async ({ console, mara }: TestVault) => {
  console.clock.advance(30_000)
  const step = await console.client().access.signIn({ name: mara.name, password: mara.password })
  if (step.kind !== 'code') throw new Error(step.kind)
  return console.client((await console.client().access.submitCode({ ticket: step.ticket, code: mara.code() })).token)
}

test('without an overlap the version before is destroyed at once; the same key is no rotation', async () => {
  const vault = await createTestVault()
  const { id, version } = await vault.add(keyA)
  await expect(vault.client.vault.rotate({ id, version, text: keyA, overlapMs: 0, expiresAtMs: null })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    data: { field: 'text' },
  })
  expect(await vault.client.vault.rotate({ id, version, text: keyB, overlapMs: 0, expiresAtMs: null })).toMatchObject({
    state: { kind: 'active' },
  })
  expect(storedTexts(vault)).toBe(1)
  await vault.stepUp()
  await expect(vault.client.vault.reveal({ id, versionNumber: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await vault.log('key.reveal-failed')).toMatchObject([{ outcome: 'failed', actor: { name: 'mara' } }])
})

test('of two windows that rotate the same key, one is told that it was changed meanwhile, and nothing of it is kept', async () => {
  const vault = await createTestVault()
  const { id, version } = await vault.add(keyA)
  const results = await Promise.allSettled(
    [keyB, `${keyB}2`].map((text) => vault.client.vault.rotate({ id, version, text, overlapMs: 0, expiresAtMs: null })),
  )
  expect(results.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(results.find((result) => result.status === 'rejected')?.reason).toMatchObject({
    code: 'CONFLICT',
    message: '“research” was changed elsewhere meanwhile. Look at it again.',
  })
  expect((await vault.client.vault.get({ id })).versions).toHaveLength(2)
  expect(await vault.log('key.rotated')).toHaveLength(1)
})

test('the overlap of one version can be ended early, once; that of another goes on', async () => {
  const vault = await createTestVault()
  const { id, version } = await vault.add(keyA)
  const overlap = { overlapMs: day, expiresAtMs: null }
  const second = await vault.client.vault.rotate({ id, version, text: keyB, ...overlap })
  const third = await vault.client.vault.rotate({ id, version: second.version, text: `${keyB.slice(0, -1)}9`, ...overlap })
  expect(storedTexts(vault)).toBe(3)
  const one = await vault.client.vault.endOverlap({ id, version: third.version, versionNumber: 1 })
  expect(one.state).toMatchObject({ kind: 'swapping' })
  expect((await vault.client.vault.get({ id })).versions.map(({ state }) => state.kind)).toEqual(['current', 'overlap', 'replaced'])
  await expect(vault.client.vault.endOverlap({ id, version: one.version, versionNumber: 1 })).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(vault.client.vault.endOverlap({ id, version: one.version, versionNumber: 3 })).rejects.toMatchObject({ code: 'CONFLICT' })
  const both = await vault.client.vault.endOverlap({ id, version: one.version, versionNumber: 2 })
  expect(both.state).toEqual({ kind: 'active' })
  expect(storedTexts(vault)).toBe(1)
  expect(await vault.log('key.overlap-ended')).toHaveLength(2)
})

test('a revoked key has no text any more, in any version, and stays in the list', async () => {
  const vault = await createTestVault()
  const { id, version } = await vault.add(keyA)
  const { version: next } = await vault.client.vault.rotate({ id, version, text: keyB, overlapMs: day, expiresAtMs: null })
  const revoked = await vault.client.vault.revoke({ id, version: next })
  expect(revoked).toMatchObject({ state: { kind: 'revoked' }, flags: [] })
  expect(storedTexts(vault)).toBe(0)
  expect((await vault.client.vault.get({ id })).versions.map((one) => one.state.kind)).toEqual(['revoked', 'revoked'])
  await vault.stepUp()
  await expect(vault.client.vault.reveal({ id })).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(
    vault.client.vault.rotate({ id, version: revoked.version, text: keyA, overlapMs: 0, expiresAtMs: null }),
  ).rejects.toMatchObject({
    code: 'CONFLICT',
    message: '“research” is revoked: its text no longer exists.',
  })
  expect((await vault.client.vault.recognise({ text: keyB })).duplicateOf).toBeNull()
})

test('a deleted key can be restored for thirty days, then it is gone for good', async () => {
  const vault = await createTestVault()
  const { id, version } = await vault.add(keyA)
  const other = await vault.add(keyB, 'other')
  const nowMs = vault.console.clock.now()
  const removed = await vault.client.vault.remove({ id, version })
  expect(removed.state).toEqual({ kind: 'deleted', atMs: nowMs, goneAtMs: nowMs + 30 * day })
  expect((await vault.client.vault.list({})).map((key) => key.id)).toEqual([other.id])
  expect((await vault.client.vault.list({ deleted: true })).map((key) => key.id)).toEqual([id])
  await vault.stepUp()
  await expect(vault.client.vault.reveal({ id })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: '“research” is deleted. Restore it first.',
  })

  const restored = await vault.client.vault.restore({ id, version: removed.version })
  expect(restored.state).toEqual({ kind: 'active' })
  expect(await reveal(vault, id)).toBe(keyA)

  await vault.client.vault.remove({ id, version: restored.version })
  vault.console.clock.advance(30 * day)
  await vault.console.restart()
  const { vault: later, audit } = await signInAgain(vault)
  expect(await later.list({ deleted: true })).toEqual([])
  await expect(later.get({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const tables = ['api_key', 'api_key_version', 'api_key_use']
  const column = (table: string) => (table === 'api_key' ? 'id' : 'key_id')
  expect(
    tables.map((table) =>
      vault
        .outside()
        .prepare(`SELECT count(*) FROM ${table} WHERE ${column(table)} = ?`)
        .pluck()
        .get(id),
    ),
  ).toEqual([0, 0, 0])
  expect(await readLog({ audit })).toContainEqual(
    expect.objectContaining({ action: 'key.purged', actor: expect.objectContaining({ kind: 'system' }) }),
  )
})

test('keys that want a look are flagged: expired, expiring, stale, unused', async () => {
  const vault = await createTestVault()
  const { clock } = vault.console
  const nowMs = clock.now()
  await vault.client.vault.add({ label: 'ends', text: keyA, expiresAtMs: nowMs + 31 * day })
  await vault.add(keyB, 'used')
  const flagsAt = async (days: number) => {
    clock.setNow(nowMs + days * day)
    return Object.fromEntries((await list(vault)).map((key) => [key.label, key.flags]))
  }
  expect(await flagsAt(0)).toEqual({ ends: [], used: [] })
  expect(await flagsAt(1)).toEqual({ ends: ['expires-soon'], used: [] })
  expect(await flagsAt(31)).toEqual({ ends: ['expired'], used: [] })
  expect(await flagsAt(60)).toEqual({ ends: ['expired', 'unused'], used: ['unused'] })
  expect(await flagsAt(180)).toEqual({ ends: ['expired', 'stale', 'unused'], used: ['stale', 'unused'] })
})
/** By a session that begins at the clock's time. */
const list = async (vault: TestVault) => (await signInAgain(vault)).vault.list({})
