/** A server without any keychain: it says nothing that frightens, and keeps no trace of an entry that never was. */
import { expect, onTestFinished, test } from 'vitest'
import { noKeychain } from '../../../ports/keychain.ts'
import { silentLogger } from '../../../ports/logger.ts'
import { createTestConsole } from '../../test-kit/create-test-console.ts'

test('a server without a keychain warns of nothing, at first run or after a start', async () => {
  const warned: string[] = []
  const note = (_: object, message: string) => void warned.push(message)
  const console = await createTestConsole({ keychain: noKeychain, logger: { ...silentLogger, warn: note, error: note } })
  onTestFinished(() => console.end())
  const mara = await console.firstRun()
  expect((await mara.client.console.status()).masterKeyPlace).toBe('slots')
  await console.restart()
  console.clock.advance(30_000)
  const step = await console.client().access.signIn({ name: 'mara', password: mara.password })
  if (step.kind !== 'code') throw new Error(step.kind)
  await console.client().access.submitCode({ ticket: step.ticket, code: mara.code() })
  expect(warned).toEqual([])
})
