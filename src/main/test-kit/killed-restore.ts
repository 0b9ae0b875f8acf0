/** Restores a backup in a process of its own that is killed at a chosen step, and looks at what it left: the old or the new, never a mix. */
import fs, { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { basename, join } from 'node:path'
import { expect, vi } from 'vitest'
import { createTestConsole } from './create-test-console.ts'
import type { Kept } from './create-test-console.ts'
import { dieAtStep, runDying } from './die-at-step.ts'
import { createHandClock } from './hand-clock.ts'
import { makeTestDirectory } from './open-test-database.ts'
import { createSteppedKeychain, entriesInFile } from './stepped-keychain.ts'
import { ownerOf } from './vault-owner.ts'

const passphrase = 'a harbour of seven lanterns'
const keyText = 'sk_live_4eC39HqLyjWDarjtT1zdp7dc'

interface Order {
  root: string
  kept: Kept
  /** Onto a machine where nobody is set up. */
  fresh: boolean
  nowMs: number
  /** From 1; null: to the end. */
  killAt: number | null
}

/** Calls `step` before and after everything that gives a file or a directory another name, or removes one. */
const watchFiles = (step: (name: string) => void): void => {
  for (const verb of ['renameSync', 'rmSync'] as const) {
    const real = fs[verb] as (...given: unknown[]) => void
    Object.assign(fs, {
      [verb]: (...given: unknown[]) => {
        step(`before ${verb} ${basename(String(given[0]))}`)
        real(...given)
        step(`after ${verb} ${basename(String(given[0]))}`)
      },
    })
  }
  syncBuiltinESMExports()
}

const placesOf = (root: string) => ({
  dataDirectory: join(root, 'data'),
  keychain: createSteppedKeychain(entriesInFile(join(root, 'keychain.json')), () => 'well'),
})

/** In the child. */
export const obeyRestore = async ({ root, kept, fresh, nowMs, killAt }: Order): Promise<void> => {
  const { step, during } = dieAtStep(killAt)
  watchFiles(step)
  const clock = createHandClock(nowMs)
  const console = await createTestConsole(placesOf(root), clock)
  const opener = { kind: 'passphrase' as const, passphrase }
  const restart = async () => {
    clock.advance(200)
    for (let running = false; !running;) {
      await new Promise((resolve) => setImmediate(resolve))
      running = await console
        .client()
        .access.state()
        .then(
          ({ firstRun }) => !firstRun,
          () => false,
        )
    }
  }
  if (fresh) {
    const api = console.client().firstRestore
    const file = readFileSync(join(root, 'file.ghb'))
    const { upload } = await api.beginUpload({ bytes: file.length })
    await api.uploadChunk({ upload, offset: 0, chunk: file.toString('base64') })
    const { ticket } = await api.examine({ source: { kind: 'upload', upload }, opener })
    await during(async () => {
      await api.restore({ ticket })
      await restart()
    })
  } else {
    const owner = ownerOf(console, console.known(kept))
    await owner.stepUp()
    const { backup } = owner.mara.client
    const made = (await backup.state()).kept.find(({ kind }) => kind === 'on-demand')!
    const { ticket } = await backup.examine({ source: { kind: 'kept', name: made.name }, opener })
    await during(() => backup.restore({ ticket }))
  }
  await console.end()
}

/** A console with a backup of before its last key, and a place for another where nobody is set up. */
export const makeBackedUp = async () => {
  const root = makeTestDirectory()
  const clock = createHandClock()
  const console = await createTestConsole(placesOf(root), clock)
  const mara = await console.firstRun()
  const { client } = mara
  const { id } = await client.vault.add({ label: 'Payments', text: keyText })
  clock.advance(30_000)
  await client.access.stepUp({ code: mara.code() })
  await client.backup.make({ passphrase, withLog: false })
  const name = await vi.waitFor(
    async () => {
      const { work } = await client.backup.state()
      expect(work?.phase).toBe('done')
      return work!.name!
    },
    { timeout: 30_000 },
  )
  await client.vault.add({ label: 'Later', text: 'ghp_0123456789abcdefghijklmnopqrstuvwxyz' })
  await console.end()
  const { password, secret, token, backupCodes } = mara
  const kept: Kept = { name: mara.name, password, secret, token, backupCodes }
  return { root, kept, keyId: id, file: join(root, 'data', 'backups', name), nowMs: clock.now() }
}
export type BackedUp = Awaited<ReturnType<typeof makeBackedUp>>

/** The steps that it took; null where it was killed. Throws where what it left is neither the old nor the new. */
export const expectOldOrRestored = async (from: BackedUp, fresh: boolean, killAt: number | null): Promise<string[] | null> => {
  const root = makeTestDirectory()
  const temporary = join(root, 'tmp')
  mkdirSync(temporary)
  if (fresh) cpSync(from.file, join(root, 'file.ghb'))
  else cpSync(from.root, root, { recursive: true })
  const { kept, nowMs } = from
  const steps = await runDying(import.meta.url, obeyRestore, { root, kept, fresh, nowMs, killAt }, temporary)
  const console = await createTestConsole(placesOf(root), createHandClock(nowMs + 120_000))
  try {
    const { firstRun } = await console.client().access.state()
    if (fresh && firstRun) {
      expect(steps).toBeNull()
      return null
    }
    const owner = ownerOf(console, console.known(kept))
    const client = await owner.signIn()
    console.clock.advance(30_000)
    await client.access.stepUp({ code: owner.mara.code() })
    const labels = (await client.vault.list({ deleted: false })).map(({ label }) => label).toSorted()
    const restored = (await ownerOf(console, { ...owner.mara, client }).log()).includes('backup.restored')
    expect({ killAt, labels }).toEqual({ killAt, labels: restored ? ['Payments'] : ['Later', 'Payments'] })
    if (steps) expect(restored).toBe(true)
    expect((await client.vault.reveal({ id: from.keyId })).text).toBe(keyText)
    let verdict: unknown = null
    for await (const event of await client.audit.verify()) if (event.kind === 'verdict') verdict = event.verdict
    expect(verdict).toMatchObject({ intact: true, completeness: { state: 'complete' } })
    return steps
  } finally {
    await console.end()
  }
}
