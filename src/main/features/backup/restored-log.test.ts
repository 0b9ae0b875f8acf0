import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bring, fileOf, make, openConsole, owned, passphrase, restarted, signIn } from '../../test-kit/backed-up-console.ts'
import type { Client } from '../../test-kit/create-test-console.ts'
import { makeTestDirectory } from '../../test-kit/open-test-database.ts'
import { readLog } from '../../test-kit/read-log.ts'

const opener = { kind: 'passphrase', passphrase } as const
const verdictOf = async (client: Client) => {
  for await (const event of await client.audit.verify()) if (event.kind === 'verdict') return event.verdict
  throw new Error('No verdict.')
}

/** A console whose data was lost after its backup, on a machine that keeps a newer head of its log. */
const lostAfterBackup = async (withLog: boolean) => {
  const stateDirectory = join(makeTestDirectory(), 'state')
  mkdirSync(stateDirectory, { mode: 0o700 })
  const from = await owned({ stateDirectory })
  const file = readFileSync(fileOf(from.console, await make(from.client, withLog)))
  for (const label of ['one', 'two', 'three']) await from.client.vault.add({ label, text: `ghp_0123456789abcdefghijklmnopqrst${label}` })
  const { sequence } = (await readLog(from.client))[0]!
  await from.console.core.stop()
  const to = await openConsole({ stateDirectory })
  const upload = await bring(to.client().firstRestore, file)
  const plan = await to.client().firstRestore.examine({ source: { kind: 'upload', upload }, opener })
  await to.client().firstRestore.restore({ ticket: plan.ticket })
  await restarted(to)
  return { plan, lostSequence: sequence, client: await signIn(to, to.known(from.mara)) }
}

test('a log that was left out goes on above the newest head that the machine keeps, and says so', async () => {
  const { plan, lostSequence, client } = await lostAfterBackup(false)
  const [, said] = /goes on after entry ([\d,]+)/.exec(plan.warnings.join(' '))!
  const goesOnAfter = Number(said!.replaceAll(',', ''))
  expect(goesOnAfter).toBeGreaterThanOrEqual(lostSequence)
  expect(await verdictOf(client)).toMatchObject({ intact: true, completeness: { state: 'complete' }, firstSequence: goesOnAfter + 1 })
  const log = await readLog(client)
  expect(log.at(-1)).toMatchObject({ action: 'backup.restored', severity: 'critical', sequence: goesOnAfter + 1 })
  expect(log.map(({ action }) => action)).not.toContain('log.head-lost')
})

test('a log from the backup that ends below it is told to be cut, before and after', async () => {
  const { plan, client } = await lostAfterBackup(true)
  expect(plan.warnings.join(' ')).toMatch(/entries between are lost, and every verification will say so/)
  const verdict = await verdictOf(client)
  expect(verdict.intact).toBe(false)
})
