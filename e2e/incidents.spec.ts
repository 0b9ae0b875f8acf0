import { describe, test } from 'vitest'
import { accessibilityFaults } from './fixtures/accessibility.ts'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator, signInElsewhere } from './fixtures/person.ts'
import type { Person } from './fixtures/person.ts'
import { setStage } from './fixtures/stage.ts'
import type { Window } from './fixtures/stage.ts'
import { AuditPage } from './screens/audit-page.ts'
import { Frame } from './screens/frame.ts'
import { IncidentsPage } from './screens/incidents-page.ts'
import { SignIn } from './screens/sign-in.ts'

const minuteMs = 60_000
const guessed = /Refused sign-ins for alex from 127\.0\.0\.1/

describe('incidents', () => {
  const stage = setStage()
  let window: Window
  let mara: Person
  let incidents: IncidentsPage
  let frame: Frame

  /** Wrong passwords from another browser, until the console locks the name. */
  const guess = async (name: string) => {
    const stranger = await stage.openWindow()
    const link = await stage.console.freshLink()
    stage.secrets.add('the token of another link', new URL(link).hash.slice('#t='.length))
    await stranger.page.goto(link)
    const screen = new SignIn(stranger.page)
    await screen.isShown()
    for (let attempt = 1; attempt <= 5; attempt++) {
      const answered = stranger.page.waitForResponse((answer) => answer.url().endsWith('/rpc/access/signIn'))
      await screen.givePassword(name, `guess number ${attempt}`)
      await answered
      await stage.console.moveClock(minuteMs)
    }
  }

  test('where there are none, the page says what would stand there, and the level is normal', async () => {
    window = await stage.openWindow()
    mara = await becomeFirstAdministrator(stage, window.page)
    frame = new Frame(window.page)
    incidents = new IncidentsPage(window.page)
    await incidents.open()
    await expect(window.page.getByText('Refusals, failures and threats that belong together')).toBeVisible()
    await expect(incidents.level).toContainText('normal')
    expect(await accessibilityFaults(window.page)).toEqual([])
  })

  test('wrong passwords from elsewhere appear as one incident while the page is looked at, and the level rises', async () => {
    await guess('alex')
    await expect(incidents.rows).toHaveCount(1)
    await expect(incidents.row(guessed)).toContainText('High')
    await expect(incidents.level).toContainText('high')
    await expect(window.page.getByText('1 open incident', { exact: true })).toBeVisible()
  })

  test('the overview tells it in a line that leads there', async () => {
    await frame.goTo('Overview')
    const line = window.page.locator('[data-threat-line]')
    await expect(line).toContainText('Threat level: high')
    await line.getByRole('link', { name: '1 open incident' }).click()
    await frame.isAt('Incidents')
  })

  test('it is opened by keyboard, assigned, noted, and its entries lead into the log', async () => {
    await expect(incidents.rows).toHaveCount(1)
    await window.page.keyboard.press('j')
    await window.page.keyboard.press('Enter')
    await expect(incidents.panel).toContainText('sign-in.refused')
    await incidents.takeIt()
    await expect(incidents.assignee).toContainText('mara (me)')
    await expect(incidents.row(guessed)).toContainText('mara')
    await incidents.note('It was me on the other machine.')
    await expect(incidents.notes).toHaveCount(2)
    await expect(incidents.notes.last()).toContainText('mara')
    for (const [width, height] of [
      [1440, 900],
      [1024, 700],
    ] as const) {
      await window.page.setViewportSize({ width, height })
      for (const colorScheme of ['dark', 'light'] as const) {
        await window.page.emulateMedia({ colorScheme })
        expect(await accessibilityFaults(window.page), `${width} ${colorScheme}`).toEqual([])
      }
    }
    await window.page.setViewportSize({ width: 1440, height: 900 })
    await incidents.entries.first().click()
    await expect(new AuditPage(window.page).panel).toContainText('alex')
    await window.page.goBack()
    await expect(incidents.panel).toBeVisible()
  })

  test('of two who close it at once the second is told, and shown what the first did', async () => {
    const other = await stage.openWindow()
    await signInElsewhere(stage, other.page, mara)
    const theirs = new IncidentsPage(other.page)
    await theirs.open()
    await theirs.openIncident(guessed)
    await other.page.getByRole('button', { name: 'Live: pause' }).click()
    await incidents.close()
    await incidents.isClosed()
    await expect(incidents.rows).toHaveCount(0)
    await theirs.close()
    await expect(other.page.getByText('Incident 1 was changed meanwhile: it is closed, and mara has it.')).toBeVisible()
    await theirs.isClosed()
  })

  test('closing can be undone, and closed ones stay with their notes', async () => {
    await window.page.getByRole('button', { name: 'Undo' }).click()
    await expect(incidents.row(guessed)).toBeVisible()
    await incidents.close()
    await incidents.isClosed()
    await incidents.show('Closed')
    await expect(incidents.row(guessed)).toBeVisible()
    await expect(incidents.notes).toContainText(['It began.', 'It was me on the other machine.', 'It was closed.'])
    await window.page.reload()
    await expect(incidents.panel).toBeVisible()
  })

  test('all that was done stands in the log, which proves itself', async () => {
    await window.page.keyboard.press('Escape')
    await frame.goTo('Audit')
    const audit = new AuditPage(window.page)
    await expect
      .poll(async () => (await audit.actions()).filter((action) => action.startsWith('incident.')))
      .toEqual(['incident.closed', 'incident.reopened', 'incident.closed', 'incident.noted', 'incident.assigned', 'incident.opened'])
  })

  test('a restart neither forgets nor counts twice', async () => {
    await stage.restartConsole()
    await window.page.goto(stage.console.link)
    stage.secrets.add('the token of the link after the restart', new URL(stage.console.link).hash.slice('#t='.length))
    await frame.isShown()
    await incidents.open()
    await incidents.show('All')
    await expect(incidents.rows).toHaveCount(1)
    await expect(incidents.row(guessed)).toContainText('Closed')
  })
})
