import { expect, test } from 'vitest'
import { createTestVault } from '../../test-kit/create-test-vault.ts'
import type { TestVault } from '../../test-kit/create-test-vault.ts'

const openai = `sk-proj-${'aB3'.repeat(12)}7Fq2`
const stripe = `rk_${'live'}_${'dE5'.repeat(8)}`
const cloudflare = 'qW8'.repeat(13)
const file = `\uFEFF# keys\r\nexport OPENAI_API_KEY="${openai}"\r\nSTRIPE_SECRET_KEY='${stripe}'\r\nNODE_ENV=production\r\nEMPTY=\r\nCLOUDFLARE_API_TOKEN=${cloudflare}\r\nGATEHOUSE_PORT=4280\r\n`

const preview = (vault: TestVault, text: string, name: string | null = '.env') =>
  vault.client.vault.previewImport({ source: { kind: 'text', text, name } })

test('a preview shows what was recognised, what is a mere setting, and what is skipped and why, without the keys', async () => {
  const vault = await createTestVault()
  const { items, expiresAtMs } = await preview(vault, file)
  expect(expiresAtMs).toBe(vault.console.clock.now() + 600_000)
  expect(items.map(({ line, name, provider, status, suggested }) => [line, name, provider, status.kind, suggested])).toEqual([
    [2, 'OPENAI_API_KEY', 'openai', 'new', true],
    [3, 'STRIPE_SECRET_KEY', 'stripe', 'new', true],
    [4, 'NODE_ENV', 'other', 'new', false],
    [5, 'EMPTY', 'other', 'skipped', false],
    [6, 'CLOUDFLARE_API_TOKEN', 'cloudflare', 'new', true],
    [7, 'GATEHOUSE_PORT', 'other', 'skipped', false],
  ])
  expect(items[3]!.status).toEqual({ kind: 'skipped', reason: 'It has no value.' })
  for (const secret of [openai, stripe, cloudflare]) expect(JSON.stringify(items)).not.toContain(secret)
  expect(await vault.log()).toEqual([])
})

test('what was chosen is imported in one change, with its source in the log', async () => {
  const vault = await createTestVault()
  const { previewId } = await preview(vault, file)
  const choices = [
    { index: 0, label: 'research' },
    { index: 1, label: 'STRIPE_SECRET_KEY' },
  ]
  expect(await vault.client.vault.import({ previewId, tags: ['imported'], choices })).toEqual({ added: 2, rotated: 0 })
  const list = await vault.client.vault.list({})
  expect(list.map(({ label, provider, tags }) => ({ label, provider, tags })).toSorted((a, b) => a.label.localeCompare(b.label))).toEqual([
    { label: 'research', provider: 'openai', tags: ['imported'] },
    { label: 'STRIPE_SECRET_KEY', provider: 'stripe', tags: ['imported'] },
  ])
  expect(await vault.log()).toMatchObject([
    { action: 'key.imported', message: 'The key “research” was imported from the file .env', actor: { name: 'mara' } },
    { action: 'key.imported', message: 'The key “STRIPE_SECRET_KEY” was imported from the file .env' },
  ])
  await vault.stepUp()
  expect((await vault.client.vault.reveal({ id: list.find((key) => key.label === 'research')!.id })).text).toBe(openai)
  await expect(vault.client.vault.import({ previewId, choices })).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
})

test('a key that is stored already is found by its fingerprint, whatever it is called, and not stored twice', async () => {
  const vault = await createTestVault()
  const { id } = await vault.add(openai, 'research')
  const { previewId, items } = await preview(vault, `OTHER_NAME=${openai}\nFIRST_KEY=${cloudflare}\nSECOND_KEY=${cloudflare}`)
  expect(items.map((item) => item.status)).toEqual([
    { kind: 'duplicate', existingId: id, existingLabel: 'research' },
    { kind: 'new' },
    { kind: 'skipped', reason: 'It is the same key as FIRST_KEY.' },
  ])
  await expect(vault.client.vault.import({ previewId, choices: [{ index: 0, label: 'x' }] })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  })
  await expect(vault.client.vault.import({ previewId, choices: [{ index: 2, label: 'x' }] })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  })
  await expect(vault.client.vault.import({ previewId, choices: [{ index: 9, label: 'x' }] })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  })
  expect(await vault.client.vault.list({})).toHaveLength(1)
})

test('another key of the same name is rotated, or this one is added under a label of its own', async () => {
  const vault = await createTestVault()
  const { id } = await vault.add('an older key of cloudflare', 'Cloudflare_API_token')
  const first = await preview(vault, `CLOUDFLARE_API_TOKEN=${cloudflare}`)
  expect(first.items[0]).toMatchObject({
    status: { kind: 'conflict', existingId: id, existingLabel: 'Cloudflare_API_token' },
    suggested: true,
  })
  const choice = { index: 0, label: 'CLOUDFLARE_API_TOKEN' }
  expect(await vault.client.vault.import({ previewId: first.previewId, choices: [{ ...choice, onConflict: 'rotate' }] })).toEqual({
    added: 0,
    rotated: 1,
  })
  const [rotated] = await vault.client.vault.list({})
  expect(rotated).toMatchObject({ id, versionNumber: 2, state: { kind: 'swapping', untilMs: vault.console.clock.now() + 86_400_000 } })
  expect(await vault.log('key.rotated')).toHaveLength(1)

  const second = await preview(vault, 'CLOUDFLARE_API_TOKEN=yet another key of cloudflare')
  expect(await vault.client.vault.import({ previewId: second.previewId, choices: [choice] })).toEqual({ added: 1, rotated: 0 })
  expect((await vault.client.vault.list({})).map((key) => key.label).toSorted()).toEqual(
    ['Cloudflare_API_token', 'CLOUDFLARE_API_TOKEN (2)'].toSorted(),
  )
})

test('what was changed since the preview is a conflict, and then nothing at all is imported', async () => {
  const vault = await createTestVault()
  const { id, version } = await vault.add('an older key of cloudflare', 'CLOUDFLARE_API_TOKEN')
  const { previewId } = await preview(vault, `OPENAI_API_KEY=${openai}\nCLOUDFLARE_API_TOKEN=${cloudflare}`)
  await vault.client.vault.rotate({ id, version, text: 'somebody else was faster', overlapMs: 0, expiresAtMs: null })
  const choices = [
    { index: 0, label: 'a' },
    { index: 1, label: 'b', onConflict: 'rotate' as const },
  ]
  await expect(vault.client.vault.import({ previewId, choices })).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await vault.client.vault.list({})).toHaveLength(1)
  expect(await vault.log('key.imported')).toEqual([])
  await vault.add(openai, 'meanwhile')
  await expect(vault.client.vault.import({ previewId, choices: [choices[0]!] })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: '“OPENAI_API_KEY” was stored as “meanwhile” meanwhile. Look at the file again.',
  })
})

test('a preview belongs to its session, waits ten minutes, and is dropped by a lock', async () => {
  const vault = await createTestVault()
  const choices = [{ index: 0, label: 'a' }]
  const waiting = await preview(vault, file)
  vault.console.clock.advance(600_000)
  await expect(vault.client.vault.import({ previewId: waiting.previewId, choices })).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
  const locked = await preview(vault, file)
  await vault.client.access.lock({ why: 'user' })
  await vault.client.access.unlock({ password: vault.mara.password })
  await expect(vault.client.vault.import({ previewId: locked.previewId, choices })).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
})

test("the environment of the console is a source, without what is its own or the system's", async () => {
  const vault = await createTestVault({
    environment: {
      PATH: '/bin',
      HOME: '/home/mara',
      GATEHOUSE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      GATEHOUSE_LOG: 'debug',
      OPENAI_API_KEY: openai,
      FEATURE: 'on',
      npm_config_cache: '/tmp',
    },
  })
  const { items, previewId } = await vault.client.vault.previewImport({ source: { kind: 'environment' } })
  expect(items.map(({ name, line, suggested }) => [name, line, suggested])).toEqual([
    ['FEATURE', null, false],
    ['OPENAI_API_KEY', null, true],
  ])
  await vault.client.vault.import({ previewId, choices: [{ index: 1, label: 'OPENAI_API_KEY' }] })
  expect(await vault.log('key.imported')).toMatchObject([
    { message: 'The key “OPENAI_API_KEY” was imported from the environment of the console' },
  ])
})

test('of many keys fifty have an entry of their own, and the rest share one that counts and names them', async () => {
  const vault = await createTestVault()
  const names = Array.from({ length: 120 }, (_, index) => `SERVICE_${index}_TOKEN`)
  const { previewId } = await preview(vault, names.map((name, index) => `${name}=the token number ${index}`).join('\n'), null)
  const choices = names.map((label, index) => ({ index, label }))
  expect(await vault.client.vault.import({ previewId, choices })).toEqual({ added: 120, rotated: 0 })
  const entries = await vault.log('key.imported')
  expect(entries).toHaveLength(51)
  expect(entries.at(-1)).toMatchObject({ count: 70, message: '70 more keys were imported from pasted text' })
  expect(JSON.stringify(await vault.detailOf(entries.at(-1)!.sequence))).toContain('SERVICE_119_TOKEN')
})

test('a megabyte of anything is answered with a preview or a plain sentence', async () => {
  const vault = await createTestVault()
  await expect(preview(vault, 'A=1\n'.repeat(262_144))).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringMatching(/^This holds 262144 lines that could be keys; at most 2000/),
  })
  await expect(preview(vault, 'x'.repeat(1_048_577))).rejects.toMatchObject({ code: 'INVALID_INPUT', message: 'A file of at most 1 MB.' })
  const long = await preview(vault, `BIG_KEY=${'k'.repeat(900_000)}\nGOOD_KEY=${cloudflare}`)
  expect(long.items.map((item) => item.status.kind)).toEqual(['skipped', 'new'])
})

test('two hundred keys under one label are numbered without asking for each number again', async () => {
  const vault = await createTestVault()
  const { previewId, items } = await preview(
    vault,
    Array.from({ length: 200 }, (_, index) => `KEY_${index}=a secret value ${index}`).join('\n'),
  )
  await vault.client.vault.import({ previewId, choices: items.map(({ index }) => ({ index, label: 'the same' })) })
  expect((await vault.client.vault.list({})).map((key) => key.label)).toContain('the same (200)')
  const { queries } = await vault.client.databases.queries()
  expect(Math.max(...queries.filter(({ name }) => name.startsWith('select api_key')).map(({ calls }) => calls))).toBeLessThan(1000)
})
