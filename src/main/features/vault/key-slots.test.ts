import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMemoryKeychain } from '../../test-kit/memory-keychain.ts'
import { bySystem, openTestDatabase } from '../../test-kit/open-test-database.ts'
import { absentKeychain, firstRun, openSecret, sealedText, startKeys } from '../../test-kit/start-keys.ts'

test('without a keychain the key goes into key slots, and the next start is sealed until the right password', async () => {
  const how = { opened: openTestDatabase(), keychain: absentKeychain() }
  const { keys, sealed } = await firstRun(how)
  expect(keys.place()).toBe('slots')
  await how.opened.reopen()
  const next = (await startKeys(how)).keys
  expect(next.state()).toEqual({ kind: 'sealed' })
  expect(() => next.ring()).toThrow(expect.objectContaining({ code: 'VAULT_UNAVAILABLE' }) as Error)
  await expect(next.unwrap('user-1', 'a wrong password')).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE' })
  await expect(next.unwrap('user-2', 'a long password')).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE' })
  expect(next.state()).toEqual({ kind: 'sealed' })

  const ring = await next.unwrap('user-1', 'a long password')
  expect(ring.open(sealed, 'secret:1').toString()).toBe(sealedText)
  // The code is not verified yet.
  expect(next.state()).toEqual({ kind: 'sealed' })
  next.openWith(ring)
  expect(next.state()).toEqual({ kind: 'open' })
  expect(openSecret(next, sealed)).toBe(sealedText)
})

test('a ring that this vault did not unwrap does not open it', async () => {
  const how = { opened: openTestDatabase(), keychain: absentKeychain() }
  await firstRun(how)
  const strange = (await firstRun({ opened: openTestDatabase(), keychain: absentKeychain() })).keys.ring()
  const next = (await startKeys(how)).keys
  next.openWith(strange)
  expect(next.state()).toEqual({ kind: 'sealed' })
})

test('a slot wrapped anew opens with the new password alone', async () => {
  const how = { opened: openTestDatabase(), keychain: absentKeychain() }
  const { keys, sealed } = await firstRun(how)
  const slot = await keys.deriveSlotKey('another password')
  await how.opened.database.change(bySystem, { action: 'password.changed', message: 'x' }, (tx) => keys.rewrapSlot(tx, 'user-1', slot))
  const next = (await startKeys(how)).keys
  await expect(next.unwrap('user-1', 'a long password')).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE' })
  next.openWith(await next.unwrap('user-1', 'another password'))
  expect(openSecret(next, sealed)).toBe(sealedText)
})

test('a change that fails after a slot was wrapped leaves the old password', async () => {
  const how = { opened: openTestDatabase(), keychain: absentKeychain() }
  const { keys } = await firstRun(how)
  const slot = await keys.deriveSlotKey('another password')
  const failing = how.opened.database.change(bySystem, { action: 'password.changed', message: 'x' }, (tx) => {
    keys.rewrapSlot(tx, 'user-1', slot)
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  const next = (await startKeys(how)).keys
  expect(await next.unwrap('user-1', 'a long password')).toBeDefined()
})

test('while sealed no slot is made, and where there are no slots none is needed', async () => {
  const sealedHow = { opened: openTestDatabase(), keychain: absentKeychain() }
  await firstRun(sealedHow)
  const sealed = (await startKeys(sealedHow)).keys
  const slot = await sealed.deriveSlotKey('another password')
  const change = sealedHow.opened.database.change(bySystem, { action: 'a', message: 'x' }, (tx) => sealed.rewrapSlot(tx, 'user-1', slot))
  await expect(change).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE' })

  const how = { opened: openTestDatabase(), keychain: createMemoryKeychain() }
  const { keys } = await firstRun(how)
  await how.opened.database.change(bySystem, { action: 'a', message: 'x' }, (tx) => keys.rewrapSlot(tx, 'user-1', slot))
  expect(how.opened.database.read((db) => db.all('SELECT user_id FROM key_slot'))).toEqual([])
})

test('who waits for the vault is called once it is open, each by itself', async () => {
  const how = { opened: openTestDatabase(), keychain: absentKeychain() }
  const { sealed } = await firstRun(how)
  const next = (await startKeys(how)).keys
  const opened: string[] = []
  next.whenOpen(() => {
    throw new Error('this one fails')
  })
  next.whenOpen((ring) => opened.push(ring.open(sealed, 'secret:1').toString()))
  expect(opened).toEqual([])
  next.openWith(await next.unwrap('user-1', 'a long password'))
  expect(next.state()).toEqual({ kind: 'open' })
  next.whenOpen(() => opened.push('at once'))
  expect(opened).toEqual([sealedText, 'at once'])
})

test('a row of another user, another installation or with any other bit does not open', async () => {
  const how = { opened: openTestDatabase(), keychain: absentKeychain() }
  await firstRun(how)
  const other = how.opened.outside()
  const original = other.prepare<[], { salt: Buffer; wrapped_master_key: Buffer }>('SELECT salt, wrapped_master_key FROM key_slot').get()!
  const { keys } = await startKeys(how)
  const put = (salt: Buffer, wrapped: Buffer, user = 'user-1') =>
    other.prepare('UPDATE key_slot SET user_id = ?, salt = ?, wrapped_master_key = ?').run(user, salt, wrapped)
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.nat(), async (inSalt, at) => {
      const [salt, wrapped] = [Buffer.from(original.salt), Buffer.from(original.wrapped_master_key)]
      const bytes = inSalt ? salt : wrapped
      bytes[(at >> 3) % bytes.length]! ^= 1 << (at & 7)
      put(salt, wrapped)
      await expect(keys.unwrap('user-1', 'a long password')).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE' })
    }),
    { numRuns: 50 },
  )
  put(original.salt, original.wrapped_master_key, 'user-2')
  await expect(keys.unwrap('user-2', 'a long password')).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE' })
  put(original.salt, original.wrapped_master_key)
  await expect(keys.unwrap('user-1', 'a long password')).resolves.toBeDefined()
})
