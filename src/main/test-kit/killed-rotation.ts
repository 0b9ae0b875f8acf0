/** Rotates an API key in a process of its own that is killed at a chosen statement or commit, and looks at what it left. */
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createTestConsole } from './create-test-console.ts'
import type { Kept } from './create-test-console.ts'
import { dieAtStep, runDying } from './die-at-step.ts'
import { createHandClock } from './hand-clock.ts'
import { makeTestDirectory } from './open-test-database.ts'
import { createSteppedKeychain, entriesInFile } from './stepped-keychain.ts'
import { ownerOf } from './vault-owner.ts'

interface Rotation {
  id: string
  version: number
  text: string
  overlapMs: number
  expiresAtMs: number | null
}
interface Order {
  root: string
  kept: Kept
  nowMs: number
  rotation: Rotation
  /** From 1; null: to the end. */
  killAt: number | null
}

const startOn = (root: string, nowMs: number) => {
  const keychain = createSteppedKeychain(entriesInFile(join(root, 'keychain.json')), () => 'well')
  return createTestConsole({ dataDirectory: join(root, 'data'), keychain }, createHandClock(nowMs))
}

/** In the child: rotates and prints the names of its steps, or dies on the way. */
export const obey = async ({ root, kept, nowMs, rotation, killAt }: Order): Promise<void> => {
  const { during } = dieAtStep(killAt)
  const console = await startOn(root, nowMs)
  const { client } = console.known(kept)
  await during(() => client.vault.rotate(rotation))
  await console.end()
}

const oldText = 'the old text of this key, long enough to be told'
const newText = 'the new text of this key, long enough to be told'

/** An installation with one key, to be copied. */
export const makeInstallationWithKey = async () => {
  const root = makeTestDirectory()
  const console = await startOn(root, createHandClock().now())
  const { name, password, secret, token, backupCodes, client } = await console.firstRun()
  const { id, version } = await client.vault.add({ label: 'research', text: oldText })
  const nowMs = console.clock.now()
  await console.end()
  return { root, kept: { name, password, secret, token, backupCodes }, nowMs, key: { id, version } }
}

/**
 * On a copy: rotates in a child that is killed at this step. Then the old version is current and nothing of the new one is
 * there, or the new one is with its entry and the old is as it must be; what is there opens, and the log is whole.
 */
export const expectOldOrNewVersion = async (
  installation: Awaited<ReturnType<typeof makeInstallationWithKey>>,
  overlapMs: number,
  killAt: number | null,
): Promise<string[] | null> => {
  const root = makeTestDirectory()
  cpSync(installation.root, root, { recursive: true })
  const { kept, nowMs, key } = installation
  const temporary = join(root, 'tmp')
  mkdirSync(temporary)
  const rotation = { ...key, text: newText, overlapMs, expiresAtMs: null }
  const steps = await runDying(import.meta.url, obey, { root, kept, nowMs, killAt, rotation }, temporary)
  const console = await startOn(root, nowMs + 60_000)
  try {
    const owner = ownerOf(console, console.known(kept))
    const { vault, audit } = owner.mara.client
    await owner.stepUp()
    const rotated = (await owner.log()).includes('key.rotated')
    if (steps) expect(rotated).toBe(true)
    const states = (await vault.get({ id: key.id })).versions.map((version) => version.state.kind)
    const newStates = ['current', overlapMs > 0 ? 'overlap' : 'replaced']
    expect({ killAt, states }).toEqual({ killAt, states: rotated ? newStates : ['current'] })
    expect((await vault.reveal({ id: key.id, purpose: 'copy' })).text).toBe(rotated ? newText : oldText)
    if (rotated && overlapMs > 0) expect((await vault.reveal({ id: key.id, versionNumber: 1, purpose: 'copy' })).text).toBe(oldText)
    let verdict: unknown = null
    for await (const event of await audit.verify()) if (event.kind === 'verdict') verdict = event.verdict
    expect(verdict).toMatchObject({ intact: true })
    return steps
  } finally {
    await console.end()
  }
}
