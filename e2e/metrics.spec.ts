import { describe, test } from 'vitest'
import { accessibilityFaults } from './fixtures/accessibility.ts'
import { keepBusy } from './fixtures/busy-loop.ts'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator } from './fixtures/person.ts'
import { setStage } from './fixtures/stage.ts'
import type { Window } from './fixtures/stage.ts'
import { Charts } from './screens/charts.ts'
import { Frame } from './screens/frame.ts'

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })

describe('the machine, live', () => {
  const stage = setStage()
  let window: Window
  let charts: Charts
  let frame: Frame

  test('first run lands on an Overview that moves', async () => {
    window = await stage.openWindow()
    charts = new Charts(window.page)
    frame = new Frame(window.page)
    await becomeFirstAdministrator(stage, window.page)
    await frame.isAt('Overview')
    expect(new URL(window.page.url()).pathname).toBe('/')
    await expect(window.page.locator('[data-health-score]')).toHaveText(/^\d+$/)
    for (const id of ['cpu', 'memory']) await charts.isDrawn(id)
    const seen = new Set<string>()
    await expect
      .poll(async () => seen.add(await charts.figureText('cpu')).size + seen.add(await charts.figureText('memory')).size)
      .toBeGreaterThan(6)
    const before = await charts.card('cpu').locator('.recharts-line-curve').first().getAttribute('d')
    await expect(charts.card('cpu').locator('.recharts-line-curve').first()).not.toHaveAttribute('d', before!)
  })

  test('the record tells what one just did, and each entry leads to the log', async () => {
    const entries = window.page.getByRole('list', { name: 'Newest entries of the log' })
    await expect(entries).toContainText('mara')
    await entries.getByRole('link').first().click()
    await frame.isAt('Audit')
    await expect(window.page.getByRole('complementary', { name: /^Entry / })).toBeVisible()
    await window.page.goBack()
    await frame.isAt('Overview')
  })

  test('a busy loop of five seconds is seen in the data of the CPU chart', async () => {
    await charts.choose('15 m')
    const startedAt = clock.format(Date.now())
    await keepBusy(5_000)
    await expect(async () => {
      // The first seconds of a console are busy ones as well: only what came after counts.
      const rows = (await charts.readTable('cpu')).filter(([time = '']) => time > startedAt)
      const highest = Math.max(...rows.map(([, value]) => Number.parseFloat(value ?? '0')))
      expect(highest).toBeGreaterThan(85)
    }).toPass({ timeout: 60_000, intervals: [3_000] })
  })

  test('under the crosshair all charts tell their exact value with its unit', async () => {
    await charts.pointAt('cpu', 0.998)
    await expect(charts.tip).toContainText(/CPU\d+(?:\.\d)? %/)
    await expect(charts.tip).toContainText(/Memory\d+(?:\.\d+)? [KMGT]iB/)
    await window.page.mouse.move(0, 0)
    await expect(charts.tip).toHaveCount(0)
  })

  test('the crosshair walks with the arrow keys and is read aloud', async () => {
    await charts.plot('cpu').focus()
    await window.page.keyboard.press('ArrowLeft')
    await expect(charts.plot('cpu')).toHaveAttribute('aria-valuetext', /^\d\d:\d\d:\d\d: CPU \d+(?:\.\d)? %$/)
    await window.page.keyboard.press('Escape')
    await expect(charts.tip).toHaveCount(0)
  })

  test('a drag zooms all charts, the zoom stands in the address and survives a reload, a double click leads back', async () => {
    await charts.drag('memory', 0.6, 0.9)
    await expect(window.page).toHaveURL(/from=\d+&to=\d+/)
    const zoomed = new URL(window.page.url())
    const length = Number(zoomed.searchParams.get('to')) - Number(zoomed.searchParams.get('from'))
    expect(length).toBeGreaterThan(200_000)
    expect(length).toBeLessThan(330_000)
    await window.page.reload()
    await frame.isAt('Overview')
    expect(new URL(window.page.url()).search).toBe(zoomed.search)
    await expect(window.page.getByRole('button', { name: 'Leave the zoom' })).toBeVisible()
    await charts.doubleClick('cpu')
    await expect(window.page).not.toHaveURL(/from=/)
    await expect(charts.ranges.getByRole('button', { name: '15 m' })).toHaveAttribute('aria-pressed', 'true')
    await window.page.goBack()
    await expect(window.page).toHaveURL(/from=\d+&to=\d+/)
    await window.page.getByRole('button', { name: 'Leave the zoom' }).click()
  })

  test('the range is kept in the address', async () => {
    await charts.choose('6 h')
    await expect(window.page).toHaveURL(/range=6h/)
    await window.page.reload()
    await frame.isAt('Overview')
    await expect(charts.ranges.getByRole('button', { name: '6 h' })).toHaveAttribute('aria-pressed', 'true')
    await charts.choose('15 m')
  })

  test('paused means paused, and live goes on', async () => {
    await charts.isDrawn('cpu')
    await window.page.getByRole('button', { name: 'Live: pause' }).click()
    const still = async () => [
      await charts.figureText('cpu'),
      await charts.figureText('memory'),
      await charts.card('cpu').locator('.recharts-line-curve').first().getAttribute('d'),
    ]
    const before = await still()
    await keepBusy(7_000)
    expect(await still()).toEqual(before)
    await window.page.getByRole('button', { name: 'Paused: go on live' }).click()
    await expect.poll(still).not.toEqual(before)
  })

  test('the metrics page shows every group, finds a chart by its words, and lists processes', async () => {
    await frame.goTo('Metrics')
    for (const id of ['cpu', 'cores', 'memory', 'console-cpu', 'console-memory', 'database-size'])
      await expect(charts.card(id)).toBeVisible()
    await expect(window.page.getByRole('table').first()).toContainText(/%/)
    await window.page.keyboard.press('/')
    await window.page.keyboard.type('heap')
    await expect(charts.card('console-memory')).toBeVisible()
    await expect(charts.card('cpu')).toHaveCount(0)
    await expect(window.page).toHaveURL(/q=heap/)
  })

  test('lines are switched in the legend, and the earlier period is drawn when asked for', async () => {
    await charts.isDrawn('console-memory')
    const lines = charts.card('console-memory').locator('.recharts-line-curve')
    await expect(lines).toHaveCount(2)
    await charts.card('console-memory').getByRole('button', { name: 'Heap' }).click()
    await expect(lines).toHaveCount(1)
    await window.page.getByRole('checkbox', { name: 'Compare with the time before' }).check()
    await expect(window.page).toHaveURL(/compare=true/)
  })

  test('a logarithmic scale is drawn, and a chart leaves as a picture and as a table', async () => {
    await window.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const line = charts.card('console-memory').locator('.recharts-line-curve').first()
    const linear = await line.getAttribute('d')
    await charts.choose('15 m')
    await charts.more('console-memory', 'Logarithmic scale')
    await expect(line).not.toHaveAttribute('d', linear!)
    await charts.more('console-memory', 'Copy as CSV')
    await expect(window.page.getByText('The table was copied')).toBeVisible()
    const [head, first] = (await window.page.evaluate(() => navigator.clipboard.readText())).split('\r\n')
    expect(head).toContain('time (UTC),All (bytes)')
    expect(first).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z,\d+/)
    await charts.more('console-memory', 'Copy as PNG')
    await expect(window.page.getByText('The picture was copied')).toBeVisible()
    const types = await window.page.evaluate(async () => (await navigator.clipboard.read()).flatMap((item) => item.types))
    expect(types).toContain('image/png')
  })

  test('a profile is recorded with its progress and leaves as a file', async () => {
    await frame.command('Record a profile')
    const dialog = window.page.getByRole('dialog', { name: 'Record a profile of the console' })
    await dialog.getByRole('button', { name: '5 s' }).click()
    await dialog.getByRole('button', { name: 'Record', exact: true }).click()
    await expect(dialog.getByRole('progressbar')).toBeVisible()
    const link = dialog.getByRole('button', { name: /^Download / })
    await expect(link).toBeVisible()
    const [download] = await Promise.all([window.page.waitForEvent('download'), link.click()])
    expect(download.suggestedFilename()).toMatch(/\.cpuprofile$/)
  })

  test('the databases tell their queries with text and plan, are checked, and measured', async () => {
    const { page } = window
    await frame.goTo('Metrics')
    await page.getByRole('link', { name: 'Databases' }).click()
    await expect(page).toHaveURL(/\/metrics\/database/)
    await page.getByRole('button', { name: 'Calls' }).click()
    await expect(page.getByRole('columnheader', { name: 'Calls' })).toHaveAttribute('aria-sort', 'descending')
    await page.keyboard.press('j')
    const query = page.getByRole('complementary', { name: /^Query / })
    await expect(query.getByText('Values are neither kept nor shown.').first()).toBeVisible()
    await expect(query).toContainText(/SELECT|INSERT|UPDATE|DELETE/)
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await expect(query).toHaveCount(0)

    await page.getByRole('button', { name: 'Check gatehouse.db' }).click()
    await expect(page.getByText('gatehouse.db is sound')).toBeVisible()
    await page.getByRole('button', { name: 'Measure tables of gatehouse.db' }).click()
    await expect(page.getByRole('list', { name: 'Tables and indexes by size' })).toContainText('log_entry')
    expect(await accessibilityFaults(page)).toEqual([])
  })
})
