/** A whole console on a disk that fills up by its own entries: nothing it has acknowledged is lost, it says how it is, and it recovers. */
import { randomBytes } from 'node:crypto'
import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { createTestConsole } from '../test-kit/create-test-console.ts'
import type { Client, FirstRun, TestConsole } from '../test-kit/create-test-console.ts'
import { createHandClock } from '../test-kit/hand-clock.ts'
import { mountDisk, whyNoDisk } from '../test-kit/small-disk.ts'

const megabyte = 1024 * 1024
const freeBytes = (directory: string): number => {
  const { bavail, bsize } = statfsSync(directory)
  return bavail * bsize
}
const conditionsOf = async (client: Client) => (await client.console.status()).conditions.map(({ id }) => id)
const verdictOf = async (client: Client) => {
  for await (const event of await client.audit.verify({ restart: true })) if (event.kind === 'verdict') return event.verdict
  throw new Error('No verdict was told.')
}

/** Stores keys of 60 KB, each with its entry, until `until` says so or the disk refuses; how many were acknowledged, and the refusal. */
const storeKeys = async ({ client }: FirstRun, { clock }: TestConsole, name: string, until: (stored: number) => Promise<boolean>) => {
  let stored = 0
  for (;;) {
    try {
      await client.vault.add({ label: `${name} ${stored}`, text: randomBytes(30_000).toString('hex') })
    } catch (error) {
      return { stored, refusal: error as { code: string; message: string } }
    }
    stored++
    // Samples, heads and the index want to be written too.
    if (stored % 10 === 0) clock.advance(1000)
    if (await until(stored)) return { stored, refusal: null }
  }
}

test.skipIf(whyNoDisk !== null)(
  `a console whose disk fills up says so, keeps what it acknowledged, and recovers${whyNoDisk ? ` (not run: ${whyNoDisk})` : ''}`,
  async ({ skip }) => {
    const disk = mountDisk(64)
    if (disk === null) return skip('this machine mounts no tmpfs')
    const dataDirectory = join(disk, 'data')
    const gatehouse = await createTestConsole({ dataDirectory }, createHandClock())
    onTestFinished(() => gatehouse.end())
    const mara = await gatehouse.firstRun()
    const inLog = (action: string): number => {
      const outside = new Sqlite(join(dataDirectory, 'gatehouse.db'), { readonly: true })
      try {
        const sql = 'SELECT count(*) FROM log_entry e JOIN log_text t ON t.id = e.action WHERE t.text = ?'
        return outside.prepare<[string], number>(sql).pluck().get(action)!
      } finally {
        outside.close()
      }
    }
    const filler = join(disk, 'filler')
    writeFileSync(filler, randomBytes(freeBytes(disk) - 8 * megabyte))
    expect(await conditionsOf(mara.client)).toEqual([])

    const first = await storeKeys(mara, gatehouse, 'first', async () => (await conditionsOf(mara.client)).includes('disk-full'))
    expect(first.refusal).toBeNull()
    expect(existsSync(join(dataDirectory, 'reserve'))).toBe(false)
    // What the reserve was held back for.
    gatehouse.clock.advance(30_000)
    const step = await gatehouse.client().access.signIn({ name: mara.name, password: mara.password })
    if (step.kind !== 'code') throw new Error(step.kind)
    await gatehouse.client().access.submitCode({ ticket: step.ticket, code: mara.code() })

    const second = await storeKeys(mara, gatehouse, 'second', async () => false)
    expect(second.refusal).toMatchObject({ code: 'DISK_FULL', message: expect.stringContaining('Nothing was changed') as string })
    const stored = first.stored + second.stored
    expect(stored).toBeGreaterThan(150)
    expect(await mara.client.vault.list({})).toHaveLength(stored)
    expect(inLog('key.added')).toBe(stored)
    expect(await conditionsOf(mara.client)).toContain('disk-full')

    // With the reserve used up as well, a start has nothing to write with: it says so, and leaves all as it is.
    await expect(gatehouse.restart()).rejects.toMatchObject({
      reason: 'disk-full',
      message: expect.stringContaining('nothing has been lost') as string,
    })
    expect(inLog('key.added')).toBe(stored)

    rmSync(filler)
    await gatehouse.restart()
    expect(await mara.client.vault.list({})).toHaveLength(stored)
    await mara.client.vault.add({ label: 'after', text: randomBytes(30_000).toString('hex') })
    expect(await conditionsOf(mara.client)).toEqual([])
    expect(existsSync(join(dataDirectory, 'reserve'))).toBe(true)
    expect(await verdictOf(mara.client)).toMatchObject({ intact: true })
    expect(inLog('key.added')).toBe(stored + 1)
  },
  300_000,
)
