import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, test } from 'vitest'
import { accessibilityFaults, colourRules } from './fixtures/accessibility.ts'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator, codeOf } from './fixtures/person.ts'
import type { Person } from './fixtures/person.ts'
import { setStage } from './fixtures/stage.ts'
import type { Window } from './fixtures/stage.ts'
import { AccountPage } from './screens/account-page.ts'
import { Frame } from './screens/frame.ts'

describe('access tokens', () => {
  const stage = setStage()
  let here: Window
  let mara: Person
  let account: AccountPage
  let token: string

  /** What curl answers, with the token on standard input. */
  const call = async (path: string): Promise<{ status: string; text: string }> => {
    const origin = new URL(here.page.url()).origin
    const running = promisify(execFile)('curl', ['-sSg', '--config', '-', '-w', '\n%{http_code}', `${origin}/api${path}`])
    running.child.stdin!.end(`header = "Authorization: Bearer ${token}"\n`)
    const { stdout } = await running
    const end = stdout.lastIndexOf('\n')
    return { status: stdout.slice(end + 1), text: stdout.slice(0, end) }
  }
  const isWell = async () => {
    const { page } = here
    await page.emulateMedia({ colorScheme: 'light' })
    expect(await accessibilityFaults(page), 'light').toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await accessibilityFaults(page, colourRules), 'dark').toEqual([])
  }

  test('one is made with what it may, shown once, and opens just that to a program', async () => {
    here = await stage.openWindow()
    mara = await becomeFirstAdministrator(stage, here.page)
    account = new AccountPage(here.page)
    await account.open()
    await account.beginToken()
    const making = account.dialog('Make an access token')
    await making.getByRole('button', { name: 'Make the token' }).click()
    await expect(making.getByRole('alert')).toHaveText(['Enter a name.', 'Choose at least one permission.'])
    await isWell()
    await making.getByLabel('Name', { exact: true }).fill('nightly report')
    await making.getByRole('checkbox', { name: /audit:read/ }).click()
    await making.getByRole('button', { name: 'Make the token' }).click()
    await account.stepUp(await codeOf(stage, mara))
    token = await account.readToken('nightly report')
    stage.secrets.add('the access token of mara', token)
    await isWell()
    await here.page.keyboard.press('Escape')
    await account.keepToken('nightly report')
    expect(await call('/audit/entries?limit=1')).toMatchObject({ status: '200' })
    expect(await call('/vault/keys')).toMatchObject({ status: '403' })
  })

  test('what a program did is in the log, and a revoked token is refused at once', async () => {
    const line = here.page.getByRole('listitem').filter({ hasText: 'nightly report' })
    await here.page.reload()
    await expect(line).toContainText('from 127.0.0.1')
    await isWell()
    await line.getByRole('button', { name: 'Revoke the token nightly report' }).click()
    await account.dialog('Revoke “nightly report”?').getByRole('button', { name: 'Revoke the token' }).click()
    await expect(line).toHaveCount(0)
    expect(await call('/audit/entries?limit=1')).toMatchObject({ status: '401' })
    await here.page.getByRole('button', { name: 'Show 1 token that ended' }).click()
    await expect(line).toContainText('Revoked by mara')
    await new Frame(here.page).goTo('Audit')
    await expect(here.page.getByText('asked for vault.list with the access token “nightly report”')).toBeVisible()
  })

  test('the page of the API finds a call, and makes a file of all of them', async () => {
    const { page } = here
    await new Frame(page).goTo('API')
    await expect(page.getByRole('row').filter({ hasText: '/api/audit/entries' }).first()).toBeVisible()
    await isWell()
    await page.getByRole('button', { name: 'All', exact: true }).click()
    await page.getByLabel('Search calls').fill('vault:reveal fresh')
    await expect(page.getByText('No call is found')).toBeVisible()
    await page.getByLabel('Search calls').fill('vault:reveal')
    await expect(page.getByRole('row').filter({ hasText: '/api/vault/reveal' })).toContainText('takes a fresh code')
    await page.reload()
    await expect(page.getByLabel('Search calls')).toHaveValue('vault:reveal')
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'openapi.json' }).click()
    expect((await downloading).suggestedFilename()).toBe('openapi.json')
    await page.setViewportSize({ width: 1024, height: 700 })
    expect(await accessibilityFaults(page)).toEqual([])
  })
})
