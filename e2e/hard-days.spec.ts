import { execFile } from 'node:child_process'
import { chmodSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, test } from 'vitest'
import { makeDataDirectory, removeDataDirectory, startConsole } from './fixtures/console-process.ts'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator, signIn } from './fixtures/person.ts'
import { setStage } from './fixtures/stage.ts'
import { AuditPage } from './screens/audit-page.ts'
import { Frame } from './screens/frame.ts'
import { LockScreen } from './screens/lock-screen.ts'

const run = promisify(execFile)
const headless = resolve(import.meta.dirname, '../dist/main/headless.js')

describe('a power cut', () => {
  const stage = setStage()

  test('in the middle of work leaves an intact log, and one signs in again', async () => {
    const { page } = await stage.openWindow()
    const mara = await becomeFirstAdministrator(stage, page)
    for (let times = 0; times < 3; times++) {
      await new Frame(page).choose('Lock')
      await new LockScreen(page).unlock(mara.password)
      await new Frame(page).isShown()
    }
    await new Frame(page).choose('Lock')
    await stage.console.kill()
    await stage.restartConsole()
    const after = await stage.openWindow()
    stage.secrets.add('the token of the second link', new URL(stage.console.link).hash.slice('#t='.length))
    await after.page.goto(stage.console.link)
    await signIn(stage, after.page, mara)
    await new Frame(after.page).goTo('Audit')
    await new AuditPage(after.page).verify()
    await new AuditPage(after.page).isIntact()
  })
})

describe('a data directory', () => {
  test('is for its owner alone, in every file', async () => {
    const dataDirectory = makeDataDirectory()
    const gatehouse = await startConsole({ dataDirectory })
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)
    expect(mode(dataDirectory)).toBe('700')
    expect(mode(join(dataDirectory, 'gatehouse.db'))).toBe('600')
    await gatehouse.stop()
    removeDataDirectory(dataDirectory)
  })

  test('serves one console: a second one says where the first is, and ends in order', async () => {
    const gatehouse = await startConsole()
    const { stdout, stderr } = await run(process.execPath, [headless, '--no-open', '--port', '0', '--data-dir', gatehouse.dataDirectory])
    expect(`${stdout}${stderr}`).toMatch(/already|running/i)
    expect(`${stdout}${stderr}`).not.toContain('#t=')
    await gatehouse.stop()
    removeDataDirectory(gatehouse.dataDirectory)
  })

  test('that holds something else than our database is refused with a sentence, and left as it is', async () => {
    const dataDirectory = makeDataDirectory()
    chmodSync(dataDirectory, 0o700)
    writeFileSync(join(dataDirectory, 'gatehouse.db'), 'this is not a database, it is a letter to a friend. '.repeat(100), { mode: 0o600 })
    const refused = await run(process.execPath, [headless, '--no-open', '--port', '0', '--data-dir', dataDirectory]).catch(
      (error: unknown) => error,
    )
    expect(refused).toMatchObject({ code: 1 })
    expect((refused as { stderr: string }).stderr).toMatch(/database/)
    expect((refused as { stderr: string }).stderr).not.toMatch(/^\s+at /m)
    removeDataDirectory(dataDirectory)
  })
})
