import { expect, test } from 'vitest'
import { createTestVault } from '../../test-kit/create-test-vault.ts'
import type { TestVault } from '../../test-kit/create-test-vault.ts'

const fetchFile = async (vault: TestVault, url: string) => {
  const response = await vault.console.core.fetch(new Request(`http://127.0.0.1${url}`), { trusted: true, source: '127.0.0.1' })
  return { status: response.status, text: await response.text(), cached: response.headers.get('cache-control') }
}

test('chosen keys leave as a .env file by a link of one use; the entry is high and names them', async () => {
  const vault = await createTestVault()
  const one = await vault.add(`sk-proj-${'aB3'.repeat(12)}`, 'research')
  const two = await vault.add('-----BEGIN PRIVATE KEY-----\nMIIE "$x" `y` \\\n-----END PRIVATE KEY-----\n', 'deploy')
  await vault.add('stays inside', 'other')
  await vault.stepUp()
  const { url, keys } = await vault.client.vault.export({ ids: [one.id, two.id, one.id] })
  expect(keys).toBe(2)
  expect(await fetchFile(vault, url)).toEqual({
    status: 200,
    cached: 'no-store',
    text: `OPENAI_RESEARCH=sk-proj-${'aB3'.repeat(12)}\nPRIVATE_KEY_DEPLOY='-----BEGIN PRIVATE KEY-----\nMIIE "$x" \`y\` \\\n-----END PRIVATE KEY-----\n'\n`,
  })
  expect((await fetchFile(vault, url)).status).toBe(404)
  expect(await vault.log('keys.exported')).toMatchObject([
    { severity: 'high', count: 2, actor: { name: 'mara' }, message: '2 keys “research”, “deploy” left the vault as a file' },
  ])
  expect((await vault.client.vault.get({ id: one.id })).uses30Days).toBe(1)
})

test('what was exported is imported the same in another installation', async () => {
  const texts = ['plain', ' it\'s "quoted" ', 'line\r\nline\n', '${NOT_A_REFERENCE} $HERE', 'back\\slash`', '#no comment', '漢🔑\u0000']
  const from = await createTestVault()
  const ids: string[] = []
  for (const [index, text] of texts.entries()) ids.push((await from.add(text, `KEY_${index}`)).id)
  await from.stepUp()
  const { url } = await from.client.vault.export({ ids })
  const { text: file } = await fetchFile(from, url)

  const to = await createTestVault()
  const { previewId, items } = await to.client.vault.previewImport({ source: { kind: 'text', text: file, name: 'gatehouse-keys.env' } })
  await to.client.vault.import({ previewId, choices: items.map(({ index, label }) => ({ index, label })) })
  await to.stepUp()
  const list = (await to.client.vault.list({})).toSorted((a, b) => (a.label < b.label ? -1 : 1))
  const read: string[] = []
  for (const { id } of list) read.push((await to.client.vault.reveal({ id, purpose: 'copy' })).text)
  expect(read).toEqual(texts)
})

test('where one of the keys cannot leave, none does, and no use is counted', async () => {
  const vault = await createTestVault()
  const one = await vault.add('one that is fine')
  const { id, version } = await vault.add('one that is revoked', 'old')
  await vault.client.vault.revoke({ id, version })
  await vault.stepUp()
  await expect(vault.client.vault.export({ ids: [one.id, id] })).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(vault.client.vault.export({ ids: [] })).rejects.toMatchObject({ code: 'INVALID_INPUT', message: 'Choose at least one key.' })
  expect(await vault.log('keys.exported')).toEqual([])
  expect((await vault.client.vault.get({ id: one.id })).uses30Days).toBe(0)
})
