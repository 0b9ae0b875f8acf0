import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, test } from 'vitest'
import { heapOf } from './fixtures/heap.ts'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator, codeOf, invite, signInElsewhere } from './fixtures/person.ts'
import type { Person } from './fixtures/person.ts'
import { setStage } from './fixtures/stage.ts'
import type { Window } from './fixtures/stage.ts'
import { AuditPage } from './screens/audit-page.ts'
import { Frame } from './screens/frame.ts'
import { LockScreen } from './screens/lock-screen.ts'
import { VaultPage } from './screens/vault-page.ts'

const tail = (length: number) => randomBytes(length).toString('base64url').replace(/[-_]/g, 'x').slice(0, length)
const openaiKey = () => `sk-proj-${tail(48)}`

describe('the vault', () => {
  const given = { fromEnvironment: `sk_live_${tail(40)}` }
  const stage = setStage({ BILLING_STRIPE_KEY: given.fromEnvironment })
  const first = openaiKey()
  const github = `ghp_${tail(36)}`
  const second = openaiKey()
  const third = openaiKey()
  const unknown = `tok-${tail(40)}`
  stage.secrets.add('a key of the vault', given.fromEnvironment, first, github, second, third, unknown)
  let window: Window
  let mara: Person
  let vault: VaultPage
  /** So often since the console began. */
  const isLogged = async (action: string, times = 1) => {
    await new Frame(window.page).goTo('Audit')
    const audit = new AuditPage(window.page)
    await expect.poll(async () => (await audit.actions()).filter((entered) => entered === action).length).toBe(times)
    await vault.open()
  }

  test('an empty vault says what it is for and how it begins', async () => {
    window = await stage.openWindow()
    mara = await becomeFirstAdministrator(stage, window.page)
    vault = new VaultPage(window.page)
    await vault.open()
    await expect(window.page.getByRole('button', { name: 'Add the first key' })).toBeVisible()
  })

  test('a .env file with quotes, export, CRLF, BOM, empty and double names is shown before anything is stored, then imported', async () => {
    const file = `\uFEFF# keys of the team\r\nexport RESEARCH="${first}"\r\nGITHUB_TOKEN='${github}'\r\nEMPTY=\r\nPORT=8080\r\n=nothing\r\nRESEARCH_AGAIN=${first}\r\n`
    await vault.previewText(file)
    await expect(window.page.getByText(/^2 keys are added\. 1 is left out, 3 cannot be taken\.$/)).toBeVisible()
    await expect(vault.preview.getByRole('row', { name: /EMPTY/ })).toContainText('It has no value.')
    await vault.importChosen()
    await expect(vault.rows).toHaveCount(2)
    await expect(vault.row('RESEARCH')).toContainText('sk-proj-…')
    await isLogged('key.imported', 2)
  })

  test('the environment of the console is a source as well, without its own settings', async () => {
    await window.page.getByRole('button', { name: 'Import from .env' }).click()
    await window.page.getByRole('button', { name: 'Look at the environment' }).click()
    await expect(vault.preview.getByRole('row', { name: /BILLING_STRIPE_KEY/ })).toContainText('Stripe')
    await expect(vault.preview).not.toContainText('GATEHOUSE')
    await window.page.getByRole('button', { name: 'Cancel' }).click()
    await expect(vault.preview).toHaveCount(0)
  })

  test('the same key, added again, is met with where it lies', async () => {
    await window.page.getByRole('button', { name: 'Add key' }).click()
    const dialog = vault.dialog('Add a key')
    await dialog.getByLabel('Key', { exact: true }).fill(first)
    await expect(dialog.getByText(/This key is in the vault already, as/)).toBeVisible()
    await window.page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
  })

  test('revealing takes a fresh code, shows the key for its time, and leads to its entry in the log', async () => {
    await vault.openKey('RESEARCH')
    await vault.reveal()
    await vault.stepUp('Reveal “RESEARCH”?', await codeOf(stage, mara))
    await vault.shows(first)
    await expect(vault.panel.getByRole('timer')).toHaveText(/^(?:30|2\d) s$/)
    await window.page.keyboard.press('Escape')
    await vault.showsNothing()
    await expect(vault.panel).toBeVisible()

    await vault.reveal()
    await vault.shows(first)
    await vault.panel.getByRole('link', { name: /^entry / }).click()
    await new Frame(window.page).isAt('Audit')
    await expect(new AuditPage(window.page).panel).toContainText('The key “RESEARCH” was revealed')
    await isLogged('key.revealed', 2)
  })

  test('copying tells for how long the clipboard holds it, and is entered too', async () => {
    await vault.openKey('RESEARCH')
    await window.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await vault.panel.getByRole('button', { name: 'Copy…' }).click()
    await expect(vault.toast('Key copied')).toBeVisible()
    expect(await window.page.evaluate(() => navigator.clipboard.readText())).toBe(first)
    await window.page.getByRole('button', { name: 'Clear now' }).click()
    await expect.poll(() => window.page.evaluate(() => navigator.clipboard.readText())).toBe('')
    await isLogged('key.copied')
  })

  test('rotating keeps the old key valid for its overlap; of two windows that rotate, the second is told and loses nothing', async () => {
    await vault.openKey('RESEARCH')
    await vault.beginRotation('RESEARCH', second)
    const tab = await window.context.newPage()
    await tab.goto(window.page.url().replace('#rotate', ''))
    const other = new VaultPage(tab)
    await expect(other.panel.getByText('Stored by')).toBeVisible()
    await other.beginRotation('RESEARCH', third)
    await other.rotate('RESEARCH')
    await expect(other.dialog(/Rotate/)).toHaveCount(0)
    await expect(other.row('RESEARCH')).toContainText(/Swapping, (?:1 d|23 h 59 min) left/)
    // The live feed brings this window up to date behind its dialog; what the dialog acts upon stays as it was seen.
    await expect(window.page.getByText(/Swapping, /).first()).toBeAttached()

    await vault.rotate('RESEARCH')
    const dialog = vault.dialog('Rotate “RESEARCH”')
    await expect(dialog.getByRole('alert')).toContainText('It was rotated to version 2.')
    await expect(dialog.getByLabel('New key')).toHaveValue(second)
    await vault.rotate('RESEARCH')
    await expect(dialog).toHaveCount(0)
    await expect(vault.panel).toContainText('3, stored')
    await tab.close()
    await isLogged('key.rotated', 2)
  })

  test('a key that is deleted comes back with Undo', async () => {
    await vault.openKey('GITHUB_TOKEN')
    await vault.remove()
    await expect(vault.row('GITHUB_TOKEN')).toHaveCount(0)
    await window.page.getByRole('button', { name: 'Undo' }).click()
    await expect(vault.row('GITHUB_TOKEN')).toBeVisible()
    await isLogged('key.deleted')
    await isLogged('key.restored')
  })

  test('a revoked key is destroyed, which its dialog says before', async () => {
    await vault.openKey('RESEARCH')
    await vault.revoke('RESEARCH')
    await expect(vault.panel.getByText('Its text is destroyed and cannot be brought back.', { exact: false })).toBeVisible()
    await expect(vault.panel.getByRole('button', { name: 'Reveal…' })).toHaveCount(0)
    await isLogged('key.revoked')
  })

  test('a key is checked when one says so: offline the answer says why and what to do, and the log knows', async () => {
    // A name that nobody can ever have: no run of this test asks anybody.
    await vault.add({ text: unknown, label: 'internal' })
    await vault.openKey('internal')
    await expect(vault.panel.getByText('This version was never checked.')).toBeVisible()
    await expect(vault.panel.getByRole('button', { name: 'Check this key' })).toHaveCount(0)
    await vault.giveCheckAddress('https://10.0.0.5/me', async () => codeOf(stage, mara))
    await expect(vault.dialog(/Where/).getByText(/into a private network/)).toBeVisible()
    await vault.giveCheckAddress('https://keys.invalid/me', async () => codeOf(stage, mara))
    await expect(vault.dialog(/Where/)).toHaveCount(0)
    await vault.panel.getByRole('button', { name: 'Check this key' }).click()
    await expect(vault.panel.getByRole('status')).toContainText(/Cannot say.*checked .* by mara.*keys\.invalid/s)
    await isLogged('key.check-address-set')
    await isLogged('key.checked')
  })

  test('several keys are checked one after another, with a sum at the end', async () => {
    await window.page.getByRole('button', { name: 'Check keys' }).click()
    const bar = window.page.getByRole('group', { name: 'Check keys' })
    await expect(vault.row('internal').getByRole('checkbox')).toBeEnabled()
    await vault.row('internal').getByRole('checkbox').click()
    await expect(bar.getByRole('status')).toHaveText('1 key chosen')
    await bar.getByRole('button', { name: 'Check keys' }).click()
    await expect(vault.toast('1 key asked about, and nothing was learnt')).toBeVisible()
    await expect(bar).toHaveCount(0)
    await isLogged('key.checked', 2)
  })

  test('a key that expires rings the bell, which leads to its rotation, until somebody dismisses it', async () => {
    const outside = new Database(join(stage.console.dataDirectory, 'gatehouse.db'))
    const dayMs = 86_400_000
    const keyId = outside.prepare("SELECT id FROM api_key WHERE label = 'GITHUB_TOKEN'").pluck().get() as string
    outside.prepare('UPDATE api_key SET expires_at_ms = ? WHERE id = ?').run(Date.now() - dayMs, keyId)
    outside.prepare('INSERT INTO api_key_reminder SELECT id, expires_at_ms, 0, expires_at_ms, NULL FROM api_key WHERE id = ?').run(keyId)
    outside.close()
    await window.page.reload()
    const bell = window.page.locator('[data-alerts-bell]')
    await expect(bell).toHaveAccessibleName(/1 key expires/)
    await bell.click()
    await window.page.getByRole('link', { name: /The key “GITHUB_TOKEN” has expired/ }).click()
    await expect(vault.dialog('Rotate “GITHUB_TOKEN”')).toBeVisible()
    await window.page.keyboard.press('Escape')
    await expect(vault.dialog('Rotate “GITHUB_TOKEN”')).toHaveCount(0)
    await vault.closePanel()
    await bell.click()
    await window.page.getByRole('button', { name: 'Dismiss the reminder of “GITHUB_TOKEN”' }).click()
    await expect(bell).not.toHaveAccessibleName(/key expires/)
    await window.page.keyboard.press('Escape')
    await isLogged('key.reminder-dismissed')
  })

  test('chosen keys leave as a .env file after a fresh code', async () => {
    await new Frame(window.page).command('export keys')
    await window.page.getByRole('button', { name: 'Select all shown' }).click()
    const download = window.page.waitForEvent('download')
    await window.page.getByRole('button', { name: 'Export as .env…' }).click()
    const file = await download
    expect(file.url()).toMatch(/\/download\/[\w-]+$/)
    const stream = await file.createReadStream()
    const text = (await stream.toArray()).join('')
    expect(text).toContain(`GITHUB_TOKEN=${github}`)
    expect(text).not.toContain(first)
    await file.delete()
    await isLogged('keys.exported')
  })

  test('after a lock the window shows no key, and its memory holds none', async () => {
    const elsewhere = await stage.openWindow()
    await signInElsewhere(stage, elsewhere.page, mara)
    const here = new VaultPage(elsewhere.page)
    await here.open()
    await here.openKey('GITHUB_TOKEN')
    await here.reveal()
    await here.stepUp('Reveal “GITHUB_TOKEN”?', await codeOf(stage, mara))
    // What is expected must not be handed to the page, which would keep it.
    expect(await here.text.textContent()).toBe(github)
    expect((await heapOf(elsewhere.page)).includes(github)).toBe(true)
    await new Frame(elsewhere.page).choose('Lock')
    await new LockScreen(elsewhere.page).isShown(mara.name)
    await expect.poll(async () => (await heapOf(elsewhere.page)).includes(github)).toBe(false)
  })

  test('all of it by keyboard: there, searched, opened, revealed, hidden, closed', async () => {
    const { keyboard } = window.page
    await new Frame(window.page).goTo('Audit')
    await keyboard.press('g')
    await keyboard.press('v')
    await new Frame(window.page).isAt('Vault')
    await keyboard.press('/')
    await keyboard.type('github')
    await expect(vault.rows).toHaveCount(1)
    await keyboard.press('Tab')
    await vault.row('GITHUB_TOKEN').focus()
    await keyboard.press('Enter')
    await expect(vault.panel.getByText('Stored by')).toBeVisible()
    await new Frame(window.page).command('reveal')
    const dialog = vault.dialog('Reveal “GITHUB_TOKEN”?')
    await expect(vault.text.or(dialog)).toBeVisible()
    if (await dialog.isVisible()) await keyboard.type(await codeOf(stage, mara))
    await vault.shows(github)
    await expect(vault.panel.getByRole('button', { name: 'Copy' })).toBeFocused()
    await keyboard.press('Escape')
    await vault.showsNothing()
    await expect(vault.panel.getByRole('button', { name: 'Reveal…' })).toBeFocused()
    await keyboard.press('Escape')
    await expect(vault.panel).toHaveCount(0)
  })

  test('who may only look sees what is known of the keys, and no way to them', async () => {
    const { page } = await stage.openWindow()
    await invite(stage, mara, window.page, page, { name: 'bo', role: 'viewer' })
    const theirs = new VaultPage(page)
    await theirs.open()
    await expect(theirs.row('GITHUB_TOKEN')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Add key' })).toHaveCount(0)
    await theirs.openKey('GITHUB_TOKEN')
    await expect(theirs.panel.getByText('Your role may not reveal keys. An administrator can.')).toBeVisible()
    await expect(theirs.panel.getByText('Your role may look at keys, not change them.')).toBeVisible()
    await expect(theirs.panel.getByRole('button')).toHaveCount(1)
  })
})
