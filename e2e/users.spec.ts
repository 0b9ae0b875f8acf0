import type { Page } from 'playwright'
import { describe, test } from 'vitest'
import { accessibilityFaults, colourRules } from './fixtures/accessibility.ts'
import { Authenticator } from './fixtures/authenticator.ts'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator, codeOf } from './fixtures/person.ts'
import type { Person } from './fixtures/person.ts'
import { setStage } from './fixtures/stage.ts'
import type { Window } from './fixtures/stage.ts'
import { FirstRun } from './screens/first-run.ts'
import { Frame } from './screens/frame.ts'
import { Invitation } from './screens/invitation.ts'
import { SettingsPage } from './screens/settings-page.ts'
import { SignIn } from './screens/sign-in.ts'
import { UsersPage } from './screens/users-page.ts'

/** In both themes; the light one can only break by its colours. */
const isWell = async (page: Page) => {
  await page.emulateMedia({ colorScheme: 'light' })
  expect(await accessibilityFaults(page, colourRules), 'light').toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await accessibilityFaults(page), 'dark').toEqual([])
}

const bosPassword = 'nine slow herons over wet slate'

/** Asks a procedure as this window does, with its own tokens; answers with the status and the code of the refusal. */
const ask = (page: Page, path: string) =>
  page.evaluate(async (to) => {
    const answer = await fetch(`/rpc${to}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-gatehouse-host': sessionStorage.getItem('gatehouse.host') ?? '',
        authorization: `Bearer ${sessionStorage.getItem('gatehouse.session') ?? ''}`,
      },
      body: JSON.stringify({ json: {} }),
    })
    const { json } = (await answer.json()) as { json: { code?: string } }
    return { status: answer.status, code: json.code ?? null }
  }, path)

/** A stream of this window's session, apart from the page's own: `ended` turns true when the console ends it. */
const openStream = (page: Page) =>
  page.evaluate(async () => {
    const answer = await fetch('/rpc/live', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-gatehouse-host': sessionStorage.getItem('gatehouse.host') ?? '',
        authorization: `Bearer ${sessionStorage.getItem('gatehouse.session') ?? ''}`,
      },
      body: JSON.stringify({ json: { topics: ['status'] } }),
    })
    const watched = window as unknown as { streamEnded: boolean }
    watched.streamEnded = false
    const reader = answer.body!.getReader()
    const readOn = async (): Promise<void> => {
      const { done } = await reader.read().catch(() => ({ done: true }))
      if (done) watched.streamEnded = true
      else await readOn()
    }
    void readOn()
    return answer.status
  })
const streamEnded = (page: Page) => page.evaluate(() => (window as unknown as { streamEnded: boolean }).streamEnded)

describe('a colleague is invited', () => {
  const stage = setStage()
  let admin: Window
  let colleague: Window
  let mara: Person
  let users: UsersPage
  let phone: Authenticator
  let invited: { code: string; link: string }

  test('with a code that is shown once', async () => {
    admin = await stage.openWindow()
    mara = await becomeFirstAdministrator(stage, admin.page)
    stage.secrets.add('the password of bo', bosPassword)
    users = new UsersPage(admin.page)
    await users.open()
    await users.beginInvitation('bo', 'viewer')
    await users.stepUp(await codeOf(stage, mara))
    await expect(users.dialog('Pass this on to bo')).toBeVisible()
    await isWell(admin.page)
    invited = await users.readGrant()
    stage.secrets.add('the code of an invitation', invited.code)
    expect(invited.link).toBe(`${stage.console.origin}/#invitation=${invited.code}`)
  })

  test('opens the link in another browser, chooses a password, enrols, and is in', async () => {
    colleague = await stage.openWindow()
    const { page } = colleague
    const invitation = new Invitation(page)
    await page.goto(invited.link)
    await invitation.says('mara invited you as viewer')
    expect(page.url()).toBe(`${stage.console.origin}/`)
    await isWell(page)
    await invitation.choosePassword('short')
    await expect(page.getByRole('alert')).toContainText('12')
    await invitation.choosePassword(bosPassword)
    const enrolment = new FirstRun(page)
    await enrolment.asksForProtection()
    const secret = await enrolment.scanSecret()
    stage.secrets.add('the TOTP secret of bo', secret)
    phone = new Authenticator(secret)
    await enrolment.enterCode(await phone.nextCode(stage.console))
    stage.secrets.add('a backup code of bo', ...(await enrolment.readBackupCodes()))
    await enrolment.keepCodesAndGoOn()
    await new Frame(page).isAt('Overview')
    await expect(users.row('bo')).toContainText('viewer')
  })

  test('the same link opens nothing a second time', async () => {
    const { page } = await stage.openWindow()
    await page.goto(invited.link)
    await new Invitation(page).says('This invitation opens nothing')
  })

  test('as viewer is refused the users, on the page and at the interface; as administrator both open at once, and close with the role', async () => {
    const { page } = colleague
    await page.goto(`${stage.console.origin}/users`)
    await expect(page.getByText('The users are not open to you')).toBeVisible()
    await isWell(page)
    expect(await ask(page, '/users/list')).toEqual({ status: 403, code: 'NOT_PERMITTED' })
    await users.openUser('bo')
    await isWell(admin.page)
    await users.beginChangeOfRole('admin')
    await expect(page.getByText('An administrator gave you another role: admin')).toBeVisible()
    await expect(new UsersPage(page).row('mara')).toBeVisible()
    expect(await ask(page, '/users/list')).toEqual({ status: 200, code: null })
    await users.beginChangeOfRole('viewer')
    await expect(page.getByText('The users are not open to you')).toBeVisible()
    expect(await ask(page, '/users/list')).toEqual({ status: 403, code: 'NOT_PERMITTED' })
  })

  test('whose session is ended loses the page and every stream', async () => {
    const { page } = colleague
    expect(await openStream(page)).toBe(200)
    await users
      .panel('bo')
      .getByRole('button', { name: /^End the session of/ })
      .click()
    await expect.poll(() => streamEnded(page)).toBe(true)
    await new SignIn(page).isShown()
    await expect(page.getByText('Your session was ended', { exact: false })).toBeVisible()
  })

  test('who lost the password chooses another with a code, and the authenticator is still asked for', async () => {
    await admin.page.getByRole('button', { name: 'Reset password…' }).click()
    await users.dialog('Reset the password of bo?').getByRole('button', { name: 'Reset password' }).click()
    const { code } = await users.readGrant()
    const { page } = colleague
    const invitation = new Invitation(page)
    await invitation.typeCode(code)
    await invitation.says('Choose a new password')
    await isWell(page)
    await invitation.choosePassword('four dry lanterns under the pier')
    await new SignIn(page).asksForCode()
    await new SignIn(page).giveCode(await phone.nextCode(stage.console))
    await new Frame(page).isShown()
  })

  test('whose invitation is withdrawn is told so', async () => {
    await admin.page.keyboard.press('Escape')
    await users.beginInvitation('eve', 'operator')
    const { link } = await users.readGrant()
    const { page: early } = await stage.openWindow()
    await early.goto(link)
    await new Invitation(early).says('mara invited you as operator')
    await users.show('Invitations')
    await expect(admin.page.getByRole('cell', { name: 'eve', exact: true })).toBeVisible()
    await isWell(admin.page)
    await admin.page.getByRole('button', { name: 'Withdraw the invitation of eve…' }).click()
    await users.dialog('Withdraw the invitation of eve?').getByRole('button', { name: 'Withdraw invitation' }).click()
    await expect(admin.page.getByText('No invitation is open')).toBeVisible()
    const { page } = await stage.openWindow()
    await page.goto(link)
    await new Invitation(page).says('This invitation opens nothing')
    // The window that was opened in time has lost the console, too.
    await new Invitation(early).choosePassword('nine quiet ferries at dusk')
    await new Invitation(early).says('This invitation opens nothing')
  })
})

describe('an authenticator that viewers need not have', () => {
  const stage = setStage({ GATEHOUSE_SETTING_ACCESS_MFA_REQUIRED: 'all-but-viewers' })
  let admin: Window
  let colleague: Window
  let users: UsersPage

  test('is put off by who is invited, and is offered again at the next sign-in', async () => {
    admin = await stage.openWindow()
    const mara = await becomeFirstAdministrator(stage, admin.page)
    stage.secrets.add('the password of bo', bosPassword)
    users = new UsersPage(admin.page)
    await users.open()
    await users.beginInvitation('bo', 'viewer')
    await users.stepUp(await codeOf(stage, mara))
    const { code, link } = await users.readGrant()
    stage.secrets.add('the code of an invitation', code)
    colleague = await stage.openWindow()
    const { page } = colleague
    await page.goto(link)
    await new Invitation(page).choosePassword(bosPassword)
    const enrolment = new FirstRun(page)
    await enrolment.asksForProtection()
    await isWell(page)
    await enrolment.putOff()
    await new Frame(page).isAt('Overview')
    await users.openUser('bo')
    await expect(users.panel('bo')).toContainText('No authenticator (not required)')
  })

  test('is missed where a fresh code is asked for, which says how to come by one', async () => {
    const { page } = colleague
    await page.goto(`${stage.console.origin}/account`)
    await expect(page.getByRole('heading', { name: 'No authenticator' })).toBeVisible()
    await isWell(page)
    await page.getByRole('button', { name: 'Make a token…' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('nightly')
    await page.getByRole('button', { name: 'Read only' }).click()
    await page.getByRole('button', { name: 'Make the token' }).click()
    const missing = page.getByRole('dialog', { name: 'This takes an authenticator' })
    await expect(missing).toBeVisible()
    await isWell(page)
    await missing.getByRole('button', { name: 'Sign in again' }).click()
    await new SignIn(page).isShown()
    await new SignIn(page).givePassword('bo', bosPassword)
    await new FirstRun(page).asksForProtection()
    await new FirstRun(page).putOff()
    await new Frame(page).isShown()
  })

  test('is asked of them once it is required: their session and its streams end, and nothing is put off any more', async () => {
    const { page } = colleague
    expect(await openStream(page)).toBe(200)
    const settings = new SettingsPage(admin.page)
    await settings.open()
    await settings.choose('Who must have an authenticator', 'Everybody')
    await expect.poll(() => streamEnded(page)).toBe(true)
    await new SignIn(page).isShown()
    await new SignIn(page).givePassword('bo', bosPassword)
    const enrolment = new FirstRun(page)
    await enrolment.asksForProtection()
    await expect(enrolment.notNow).toHaveCount(0)
    const secret = await enrolment.scanSecret()
    stage.secrets.add('the TOTP secret of bo', secret)
    await enrolment.enterCode(await new Authenticator(secret).nextCode(stage.console))
    stage.secrets.add('a backup code of bo', ...(await enrolment.readBackupCodes()))
    await enrolment.keepCodesAndGoOn()
    await new Frame(page).isShown()
  })
})
