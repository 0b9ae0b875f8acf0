/** Moves a master key or rotates a data key in a process of its own that is killed at a chosen step, and looks at what it left. */
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { noKeychain } from '../../ports/keychain.ts'
import type { KeyPlace } from '../../shared/contract/master-key.ts'
import { createTestConsole } from './create-test-console.ts'
import type { Kept } from './create-test-console.ts'
import { dieAtStep, runDying } from './die-at-step.ts'
import { createHandClock } from './hand-clock.ts'
import { makeTestDirectory } from './open-test-database.ts'
import { createSteppedKeychain, entriesInFile } from './stepped-keychain.ts'
import { ownerOf } from './vault-owner.ts'
import type { VaultOwner } from './vault-owner.ts'

const apiKeyText = 'sk_live_4eC39HqLyjWDarjtT1zdp7dc'

export type Act = { kind: 'move'; place: KeyPlace; password: string | null } | { kind: 'rotate-data-key' }

interface Order {
  dataDirectory: string
  entriesPath: string
  kept: Kept
  nowMs: number
  act: Act
  /** From 1; null: to the end. */
  killAt: number | null
}

/** In the child: does what is ordered and prints the names of its steps, or dies on the way. */
export const obey = async ({ dataDirectory, entriesPath, kept, nowMs, act, killAt }: Order): Promise<void> => {
  const { step, during } = dieAtStep(killAt)
  const keychain = createSteppedKeychain(entriesInFile(entriesPath), (call, when) => {
    step(`${when} keychain ${call}`)
    return 'well'
  })
  const console = await createTestConsole({ dataDirectory, keychain }, createHandClock(nowMs))
  const owner = ownerOf(console, console.known(kept))
  if ((await owner.vault()) === 'sealed') await owner.signIn()
  // A fresh code holds only in the process that saw it.
  await owner.stepUp()
  const { masterKey } = owner.mara.client
  await during(() => (act.kind === 'move' ? masterKey.move({ place: act.place, password: act.password }) : masterKey.rotateDataKey()))
  await console.end()
}

/** An installation to copy: its first run is over. */
export const makeInstallation = async (from: 'keychain' | 'slots') => {
  const root = makeTestDirectory()
  const dataDirectory = join(root, 'data')
  const entriesPath = join(root, 'keychain.json')
  const clock = createHandClock()
  const refuse = { now: from === 'slots' }
  const keychain = createSteppedKeychain(entriesInFile(entriesPath), () => (refuse.now ? 'before' : 'well'))
  const console = await createTestConsole({ dataDirectory, keychain }, clock)
  const mara = await console.firstRun()
  refuse.now = false
  const owner = ownerOf(console, mara)
  await owner.stepUp()
  const { recoveryKey } = await mara.client.masterKey.createRecoveryKey()
  const { id: apiKeyId } = await mara.client.vault.add({ label: 'Payments', text: apiKeyText })
  const before = await mara.client.masterKey.get()
  await console.end()
  const { name, password, secret, token, backupCodes } = mara
  return { root, kept: { name, password, secret, token, backupCodes }, recoveryKey, apiKeyId, before, nowMs: clock.now() }
}
export type Installation = Awaited<ReturnType<typeof makeInstallation>>

/** On a copy of the installation: acts in a child, then starts a console on what it left. `steps` is null where it was killed. */
export const actAndRestart = async (installation: Installation, act: Act, killAt: number | null) => {
  const root = makeTestDirectory()
  cpSync(installation.root, root, { recursive: true })
  const temporary = join(root, 'tmp')
  mkdirSync(temporary)
  const dataDirectory = join(root, 'data')
  const entriesPath = join(root, 'keychain.json')
  const { kept, nowMs } = installation
  const steps = await runDying(import.meta.url, obey, { dataDirectory, entriesPath, kept, nowMs, act, killAt }, temporary)
  const entries = entriesInFile(entriesPath)
  // Later than whatever the child did: no code of its time is taken twice.
  const clock = createHandClock(nowMs + 120_000)
  const console = await createTestConsole({ dataDirectory, keychain: createSteppedKeychain(entries, () => 'well') }, clock)
  return { steps, owner: ownerOf(console, console.known(kept)), entryNames: () => entries.names() }
}

/**
 * Whatever the step: the key from before or the new one is in force, never a mix; the entry in the log is there if and
 * only if it is the new one; everything sealed opens; nothing is left over in the keychain; the recovery key is good.
 */
export const expectOldOrNew = async (installation: Installation, act: Act, killAt: number | null): Promise<string[] | null> => {
  const { steps, owner, entryNames } = await actAndRestart(installation, act, killAt)
  try {
    if ((await owner.vault()) === 'sealed') await owner.signIn()
    await owner.stepUp()
    const { before } = installation
    const after = await owner.mara.client.masterKey.get()
    const log = await owner.log()
    const entered = log.some((action) => /^(?:master-key|data-key)\.(?:moved|rotated)$/.test(action))
    const isNew = act.kind === 'move' ? after.id !== before.id : after.dataKeyCreatedAtMs !== before.dataKeyCreatedAtMs
    expect({ killAt, entered }).toEqual({ killAt, entered: isNew })
    if (steps) expect(isNew).toBe(true)
    const place = act.kind === 'move' && isNew ? act.place : before.place
    expect(after.place).toBe(place)
    expect(entryNames().map((name) => name.split(' ').at(-1))).toEqual(place === 'keychain' ? [after.id] : [])
    expect((await owner.mara.client.vault.reveal({ id: installation.apiKeyId })).text).toBe(apiKeyText)
    let verdict: unknown = null
    for await (const event of await owner.mara.client.audit.verify()) if (event.kind === 'verdict') verdict = event.verdict
    expect(verdict).toMatchObject({ intact: true })
    await expectRecoveryKeyOpens(installation, owner)
    return steps
  } finally {
    await owner.console.end()
  }
}

const expectRecoveryKeyOpens = async ({ recoveryKey, kept }: Installation, { console }: VaultOwner) => {
  await console.restart({ keychain: noKeychain })
  const opened = await console.client().masterKey.openWithRecoveryKey({ recoveryKey })
  expect(opened.vault).toEqual({ kind: 'open' })
  console.clock.advance(30_000)
  const step = await console.client().access.signIn({ name: kept.name, password: kept.password })
  if (step.kind !== 'code') throw new Error(step.kind)
  await console.client().access.submitBackupCode({ ticket: step.ticket, backupCode: kept.backupCodes[0]! })
}
