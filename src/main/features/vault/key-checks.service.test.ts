import { expect, test } from 'vitest'
import { createTestVault } from '../../test-kit/create-test-vault.ts'
import { setRole } from '../../test-kit/set-role.ts'
import type { Answer } from '../../test-kit/http-receiver.ts'
import { startProvider } from '../../test-kit/start-provider.ts'

const keyA = `sk-proj-${'aB3'.repeat(12)}7Fq2`
const keyB = `sk-proj-${'dE5'.repeat(12)}0mXe`

const setUp = async (answer: () => Answer = () => 200) => {
  const provider = await startProvider(answer)
  const vault = await createTestVault({ providerLink: provider.link })
  const setAddress = async (key: { id: string; version: number }, url: string | null) => {
    await vault.stepUp()
    return vault.client.vault.setCheckAddress({ id: key.id, version: key.version, url })
  }
  return { ...provider, vault, setAddress, client: vault.client }
}

test('what the provider said is kept with when and by whom, shown in list and panel, and entered without the key', async () => {
  const { vault, client, received } = await setUp()
  const { id, version, check: before, checkHost } = await vault.add(keyA)
  expect({ before, checkHost }).toEqual({ before: null, checkHost: 'api.openai.com' })
  const check = await client.vault.check({ id })
  expect(check).toEqual({
    result: 'valid',
    sentence: 'OpenAI takes the key.',
    checkedAtMs: vault.console.clock.now(),
    checkedBy: 'mara',
    known: { result: 'valid', atMs: vault.console.clock.now() },
  })
  expect(received).toHaveLength(1)
  vault.console.clock.advance(60_000)
  expect(await client.vault.list({})).toMatchObject([{ check, version, uses30Days: 0, lastUsedAtMs: null }])
  expect((await client.vault.get({ id })).check).toEqual(check)
  const [entry] = await vault.log('key.checked')
  expect(entry).toMatchObject({
    severity: 'info',
    outcome: 'done',
    actor: { name: 'mara' },
    message: 'The key “research” was checked: it is valid',
  })
  const detail = JSON.stringify(await vault.detailOf(entry!.sequence))
  expect(JSON.parse(detail)).toMatchObject({ result: 'valid', version: 1, asked: 'api.openai.com' })
  expect(detail).not.toContain('aB3aB3')
})

test('a rotated key was never checked, and neither was one that is said to be of another provider', async () => {
  const { vault, client } = await setUp(() => 401)
  const { id, version } = await vault.add(keyA)
  expect(await client.vault.check({ id })).toMatchObject({ result: 'refused' })
  expect(await vault.log('key.checked')).toMatchObject([{ severity: 'medium', outcome: 'done' }])
  const rotated = await client.vault.rotate({ id, version, text: keyB, overlapMs: 0, expiresAtMs: null })
  expect(rotated.check).toBeNull()
  expect(await client.vault.check({ id })).toMatchObject({ result: 'refused' })
  const edit = { id, version: rotated.version, label: 'research', tags: [], expiresAtMs: null }
  const edited = await client.vault.edit({ ...edit, provider: 'other' })
  expect(edited).toMatchObject({ check: null, checkHost: null })
  // Asked about nobody's key: what was found is an entry all the same.
  expect(await client.vault.check({ id })).toMatchObject({
    result: 'unknown',
    sentence: expect.stringMatching(/Give one in the panel/) as string,
  })
})

test('a check that could not tell does not unsay what was certain of this version', async () => {
  let status = 401
  const { vault, client } = await setUp(() => status)
  const { id, version } = await vault.add(keyA)
  const known = { result: 'refused', atMs: vault.console.clock.now() }
  await client.vault.check({ id })
  status = 500
  vault.console.clock.advance(60_000)
  expect(await client.vault.check({ id })).toMatchObject({ result: 'unknown', known })
  expect(await client.vault.list({})).toMatchObject([{ check: { result: 'unknown', known } }])
  await client.vault.rotate({ id, version, text: keyB, overlapMs: 0, expiresAtMs: null })
  expect(await client.vault.check({ id })).toMatchObject({ result: 'unknown', known: null })
})

test('nobody is asked twice at once, and what is under way ends with the console', async () => {
  const { vault, client, received } = await setUp(() => 'stall')
  const { id } = await vault.add(keyA)
  const asked = client.vault.check({ id }).catch((error: unknown) => error)
  await expect.poll(() => received.length).toBe(1)
  await expect(client.vault.check({ id })).rejects.toMatchObject({ code: 'BUSY', message: '“research” is being checked already.' })
  await vault.console.core.stop()
  expect(await asked).toMatchObject({ code: 'BUSY', message: expect.stringMatching(/The console stops/) as string })
})

test('the answer for a version that was replaced meanwhile is not taken for the new one', async () => {
  const { link } = await startProvider(() => 401)
  const way = Promise.withResolvers<void>()
  const lookup: typeof link.connector.lookup = (...asked) => void way.promise.then(() => link.connector.lookup(...asked))
  const vault = await createTestVault({ providerLink: { ...link, connector: { ...link.connector, lookup } } })
  const { id, version } = await vault.add(keyA)
  const asked = vault.client.vault.check({ id })
  await vault.client.vault.rotate({ id, version, text: keyB, overlapMs: 0, expiresAtMs: null })
  way.resolve()
  expect(await asked).toMatchObject({ result: 'refused' })
  expect((await vault.client.vault.get({ id })).check).toBeNull()
})

test('an address of one’s own takes a fresh code and the right to reveal, is https and public, and voids what was said before', async () => {
  const { vault, client, setAddress, received } = await setUp()
  const key = await vault.add('a token of an unknown provider', 'intern')
  expect((await client.vault.get({ id: key.id })).checkAddress).toEqual({ taken: true, url: null })
  const set = { id: key.id, version: key.version, url: 'https://keys.example.com/me?secret=1' }
  await expect(client.vault.setCheckAddress(set)).rejects.toMatchObject({ code: 'STEP_UP_REQUIRED' })
  for (const url of [
    'http://keys.example.com/',
    'https://10.0.0.5/',
    'https://mara:pw@keys.example.com/',
    'https://keys.example.com/#x',
    'keys',
  ])
    await expect(setAddress(key, url)).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'url' } })
  const known = await setAddress(key, set.url)
  expect(known).toMatchObject({ checkHost: 'keys.example.com', check: null })
  await expect(setAddress(key, null)).rejects.toMatchObject({ code: 'CONFLICT' })
  const [entry] = await vault.log('key.check-address-set')
  expect(entry).toMatchObject({ severity: 'medium', message: 'The key “intern” goes to keys.example.com when it is checked' })
  expect(await vault.detailOf(entry!.sequence)).toEqual({ from: null, to: 'https://keys.example.com/me' })

  const edited = await client.vault.edit({ ...known, label: 'internal' })
  expect(edited.checkHost).toBe('keys.example.com')
  // Spaces are within this text: it is no header.
  expect(await client.vault.check({ id: key.id })).toMatchObject({ result: 'unknown' })
  const rotated = await client.vault.rotate({ id: key.id, version: edited.version, text: 'token-2', overlapMs: 0, expiresAtMs: null })
  expect(await client.vault.check({ id: key.id })).toMatchObject({ result: 'valid' })
  expect(received).toMatchObject([{ path: '/me?secret=1', headers: { authorization: 'Bearer token-2' } }])
  expect(await setAddress(rotated, null)).toMatchObject({ checkHost: null, check: null })
  const openai = await vault.add(keyA, 'openai')
  await expect(setAddress(openai, set.url)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
})

test('an operator checks and says not where to; a viewer does neither; revoked, deleted and unknown keys are not sent', async () => {
  const { vault, client, received } = await setUp()
  const { id, version } = await vault.add(keyA)
  const gone = await vault.add(keyB, 'gone')
  await client.vault.remove({ id: gone.id, version: gone.version })
  await expect(client.vault.check({ id: gone.id })).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(client.vault.check({ id: crypto.randomUUID() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  setRole(vault.console, 'operator')
  expect(await client.vault.check({ id })).toMatchObject({ result: 'valid' })
  await expect(client.vault.setCheckAddress({ id, version, url: null })).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
  setRole(vault.console, 'viewer')
  await expect(client.vault.check({ id })).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
  setRole(vault.console, 'admin')
  await client.vault.revoke({ id, version })
  await expect(client.vault.check({ id })).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(received).toHaveLength(1)
})

test('an address that another program wrote into the database gets no key', async () => {
  const { vault, client, setAddress, received } = await setUp()
  const key = await vault.add('token-1', 'intern')
  await setAddress(key, 'https://keys.example.com/me')
  vault.outside().exec("UPDATE api_key SET check_url = 'https://api.stripe.com/elsewhere'")
  await expect(client.vault.check({ id: key.id })).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(received).toEqual([])
  expect(await vault.log('key.check-address-forged')).toMatchObject([{ severity: 'critical', outcome: 'refused', target: { id: key.id } }])
})

test('a text that was changed by another program is told as critical and sent to nobody; a vault that is not open sends nothing', async () => {
  const { vault, client, received } = await setUp()
  const { id } = await vault.add(keyA)
  vault.outside().exec('UPDATE api_key_version SET sealed = randomblob(80)')
  await expect(client.vault.check({ id })).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE' })
  expect(await vault.log('key.broken')).toMatchObject([{ severity: 'critical' }])
  vault.console.keychain.refuse('The keychain is locked. Unlock it.')
  await vault.console.restart()
  await expect(client.vault.check({ id })).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE' })
  expect(received).toEqual([])
})
