import { expect, test } from 'vitest'
import { createTestVault } from '../../test-kit/create-test-vault.ts'

const keyA = `sk-ant-${'aB3'.repeat(12)}Rz4c`

const revealed = async () => {
  const vault = await createTestVault()
  const { id } = await vault.add(keyA, 'print-api')
  await vault.stepUp()
  return { vault, id, clock: vault.console.clock, reveal: await vault.client.vault.reveal({ id }) }
}

test('a reveal gives the key for thirty seconds, names its entry, and counts as a use', async () => {
  const { vault, id, clock, reveal } = await revealed()
  const nowMs = clock.now()
  expect(reveal).toMatchObject({ text: keyA, hideAtMs: nowMs + 30_000, steppedUpUntilMs: nowMs + 300_000 })
  const [entry] = await vault.log('key.revealed')
  expect(entry).toMatchObject({
    sequence: reveal.entrySequence,
    severity: 'medium',
    actor: { name: 'mara' },
    message: 'The key “print-api” was revealed',
    target: { kind: 'key', id, name: 'print-api' },
  })
  expect(await vault.detailOf(entry!.sequence)).toEqual({ version: 1, forMs: 30_000 })
  const detail = await vault.client.vault.get({ id })
  expect(detail).toMatchObject({ lastUsedAtMs: nowMs, uses30Days: 1, version: 1 })
  expect(detail.usesByDay).toHaveLength(30)
  expect(detail.usesByDay.at(-1)).toEqual({ dayMs: Date.UTC(2026, 10, 21), uses: 1 })
})

test('hiding it enters for how long it was shown, once', async () => {
  const { vault, clock, reveal } = await revealed()
  clock.advance(7000)
  expect(await vault.client.vault.hide({ revealId: reveal.revealId })).toEqual({ shownMs: 7000 })
  clock.advance(60_000)
  expect(await vault.client.vault.hide({ revealId: reveal.revealId })).toEqual({ shownMs: 7000 })
  const entries = await vault.log('key.hidden')
  expect(entries).toMatchObject([
    { severity: 'info', actor: { name: 'mara' }, message: 'The key “print-api” was hidden again by the person, after 7 s' },
  ])
  expect(await vault.detailOf(entries[0]!.sequence)).toEqual({ version: 1, shownMs: 7000, how: 'by the person' })
})

test('a reveal that nobody hides is entered as hidden when its time is up', async () => {
  const { vault, clock } = await revealed()
  clock.advance(29_999)
  expect(await vault.log('key.hidden')).toEqual([])
  clock.advance(1)
  await expect
    .poll(() => vault.log('key.hidden'))
    .toMatchObject([{ message: 'The key “print-api” was hidden again by itself, after 30 s' }])
})

test('how long a key is shown is a setting that holds at once', async () => {
  const { vault, id, clock } = await revealed()
  await vault.client.settings.change({ key: 'vault.hideAfterSeconds', value: 10, version: 0 })
  expect((await vault.client.vault.reveal({ id })).hideAtMs).toBe(clock.now() + 10_000)
  await expect(vault.client.settings.change({ key: 'vault.hideAfterSeconds', value: 301, version: 1 })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  })
})

test('a lock ends what is shown, and so does the stop of the console', async () => {
  const { vault, id, clock } = await revealed()
  clock.advance(3000)
  await vault.client.access.lock({ why: 'user' })
  await vault.client.access.unlock({ password: vault.mara.password })
  expect(await vault.log('key.hidden')).toMatchObject([{ message: 'The key “print-api” was hidden again with the session, after 3 s' }])
  await vault.stepUp()
  await vault.client.vault.reveal({ id })
  await vault.console.restart()
  expect(await vault.log('key.hidden')).toHaveLength(2)
})

test('a copy is an entry and a use of its own, and nothing stays shown', async () => {
  const { vault, id, clock } = await revealed()
  const copied = await vault.client.vault.reveal({ id, purpose: 'copy' })
  expect(copied.text).toBe(keyA)
  expect(await vault.log('key.copied')).toMatchObject([{ sequence: copied.entrySequence, message: 'The key “print-api” was copied' }])
  expect((await vault.client.vault.get({ id })).uses30Days).toBe(2)
  clock.advance(60_000)
  await expect.poll(() => vault.log('key.hidden')).toHaveLength(1)
})

test('nobody hides what another session reveals, and an unknown key reveals nothing', async () => {
  const { vault, reveal } = await revealed()
  const step = await vault.console.client().access.signIn({ name: vault.mara.name, password: vault.mara.password })
  if (step.kind !== 'code') throw new Error(step.kind)
  vault.console.clock.advance(30_000)
  const { token } = await vault.console.client().access.submitCode({ ticket: step.ticket, code: vault.mara.code() })
  await expect(vault.console.client(token).vault.hide({ revealId: reveal.revealId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const unknown = '019aa000-0000-7000-8000-000000000001'
  await expect(vault.client.vault.reveal({ id: unknown })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(vault.client.vault.reveal({ id: 'no id' })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
})

test('the answer that holds a key is not to be stored by anybody on its way', async () => {
  const { vault, id } = await revealed()
  const response = await vault.console.core.fetch(
    new Request('http://127.0.0.1/api/vault/reveal', {
      method: 'POST',
      headers: { authorization: `Bearer ${vault.mara.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ id }),
    }),
    { trusted: true, source: '127.0.0.1' },
  )
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(await response.json()).toMatchObject({ text: keyA })
})
