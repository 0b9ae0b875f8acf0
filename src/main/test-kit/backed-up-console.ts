/** Consoles with backups, for tests: made, brought to another machine, and signed in to again after a restore. */
import { join } from 'node:path'
import { expect, onTestFinished, vi } from 'vitest'
import type { ConsoleOptions } from '../console/console.ts'
import { createTestConsole } from './create-test-console.ts'
import type { Client, FirstRun, TestConsole } from './create-test-console.ts'

export const passphrase = 'a harbour of seven lanterns'

export const openConsole = async (changes: Partial<ConsoleOptions> = {}): Promise<TestConsole> => {
  const console = await createTestConsole(changes)
  onTestFinished(() => console.end())
  return console
}
export const stepUp = async (console: TestConsole, mara: FirstRun) => {
  console.clock.advance(30_000)
  await mara.client.access.stepUp({ code: mara.code() })
}
/** With a fresh code, as making a backup asks for. */
export const owned = async (changes: Partial<ConsoleOptions> = {}) => {
  const console = await openConsole(changes)
  const mara = await console.firstRun()
  await stepUp(console, mara)
  return { console, mara, client: mara.client }
}
export const worked = (client: Client) =>
  vi.waitFor(
    async () => {
      const { work } = await client.backup.state()
      expect(work?.phase).toMatch(/done|failed|cancelled/)
      return work!
    },
    { timeout: 30_000, interval: 20 },
  )
export const make = async (client: Client, withLog = false): Promise<string> => {
  await client.backup.make({ passphrase, withLog })
  const work = await worked(client)
  expect(work).toMatchObject({ phase: 'done', failure: null })
  return work.name!
}
export const fileOf = (console: TestConsole, name: string) => join(console.dataDirectory, 'backups', name)
export const bring = async (api: Client['firstRestore'] | Client['backup'], bytes: Buffer): Promise<string> => {
  const { upload, chunkBytes } = await api.beginUpload({ bytes: bytes.length })
  for (let offset = 0; offset < bytes.length; offset += chunkBytes)
    await api.uploadChunk({ upload, offset, chunk: bytes.subarray(offset, offset + chunkBytes).toString('base64') })
  return upload
}
export const restarted = async (console: TestConsole) => {
  console.clock.advance(200)
  await vi.waitFor(async () => expect((await console.client().access.state()).firstRun).toBe(false), { timeout: 30_000, interval: 20 })
}
export const signIn = async (console: TestConsole, who: FirstRun): Promise<Client> => {
  console.clock.advance(60_000)
  const step = await console.client().access.signIn({ name: who.name, password: who.password })
  if (step.kind !== 'code') throw new Error(`Expected to be asked for a code: ${step.kind}`)
  const { token } = await console.client().access.submitCode({ ticket: step.ticket, code: who.code() })
  return console.client(token)
}
