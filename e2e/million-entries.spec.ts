import { chromium } from 'playwright'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { generateLog } from '../bench/generate-log.ts'
import { findBrowser } from './find-browser.ts'
import { makeDataDirectory, removeDataDirectory, startConsole } from './fixtures/console-process.ts'
import type { ConsoleProcess } from './fixtures/console-process.ts'
import { drawnDuring } from './fixtures/frames.ts'
import type { DrawnFrames } from './fixtures/frames.ts'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator } from './fixtures/person.ts'
import { watchWindow } from './fixtures/watch-window.ts'
import type { Watched } from './fixtures/watch-window.ts'
import { AuditPage } from './screens/audit-page.ts'
import { Frame } from './screens/frame.ts'

const entries = 1_000_000
const hourMs = 3_600_000

describe('a log of a million entries', { timeout: 300_000 }, () => {
  const dataDirectory = makeDataDirectory()
  let browser: Browser
  let gatehouse: ConsoleProcess
  let page: Page
  let watched: Watched | undefined
  let audit: AuditPage

  beforeAll(async () => {
    // The console makes the index itself, while it is looked at.
    await generateLog({ directory: dataDirectory, entries, untilMs: Date.now() - hourMs })
    browser = await chromium.launch(findBrowser().launchOptions)
    gatehouse = await startConsole({ dataDirectory, movableClock: false })
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' })
    watched = await watchWindow(context)
    page = await context.newPage()
    audit = new AuditPage(page)
    await becomeFirstAdministrator({ console: gatehouse, secrets: { add: () => {}, findIn: () => [], findInFiles: () => [] } }, page)
    await new Frame(page).goTo('Audit')
    await expect(audit.entries.first()).toBeVisible()
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    const code = await gatehouse?.stop()
    removeDataDirectory(dataDirectory)
    expect(watched?.faults ?? []).toEqual([])
    expect(code).toBe(0)
  })

  /** Sequences as they stand below each other in the window. */
  const shown = () =>
    audit.entries.evaluateAll((rows) => {
      const grid = rows[0]?.closest('[role="grid"]')?.parentElement?.getBoundingClientRect()
      if (!grid) return []
      return rows
        .map((row) => ({ top: row.getBoundingClientRect().top, sequence: Number((row as HTMLElement).dataset['sequence']) }))
        .filter(({ top }) => top >= grid.top && top < grid.bottom)
        .toSorted((a, b) => a.top - b.top)
        .map(({ sequence }) => sequence)
    })
  const oldestShown = async () => (await shown()).at(-1) ?? Infinity
  const isInOrder = async () => {
    const sequences = await shown()
    expect(sequences.length).toBeGreaterThan(10)
    expect(sequences).toEqual(Array.from(sequences, (_, at) => sequences[0]! - at))
  }
  /** Whatever a busy machine does to frames, most of them must come in time. */
  const isSmooth = (what: string, { frames, long, longestMs }: DrawnFrames) => {
    process.stdout.write(`${what}: ${frames} frames, ${long} of them over 50 ms, the longest ${Math.round(longestMs)} ms\n`)
    expect(frames).toBeGreaterThan(0)
    expect(long / frames, `${long} of ${frames} frames were long`).toBeLessThan(0.5)
  }
  const stamps = () =>
    audit.entries.locator('time').evaluateAll((times) => times.map((time) => Date.parse((time as HTMLTimeElement).dateTime)))

  test('scrolls thousands of rows far by the wheel, in order and smoothly', async () => {
    const newest = (await shown())[0]!
    // In the middle of the list: over its first rows lies the button that tells of new entries.
    await audit.entries.nth(12).hover()
    const drawn = await drawnDuring(page, async () => {
      await expect(async () => {
        for (let turn = 0; turn < 25; turn++) await page.mouse.wheel(0, 1_600)
        expect(await oldestShown()).toBeLessThan(newest - 5_000)
      }).toPass({ timeout: 60_000, intervals: [0] })
    })
    isSmooth('By the wheel', drawn)
    await expect(isInOrder).toPass({ timeout: 60_000 })
  })

  test('goes on by keys, page by page and row by row, and back to the newest', async () => {
    await page.keyboard.press('Home')
    await expect(async () => expect((await shown())[0]).toBeGreaterThan(entries)).toPass({ timeout: 60_000 })
    const from = await oldestShown()
    const drawn = await drawnDuring(page, async () => {
      await expect(async () => {
        for (let press = 0; press < 10; press++) await page.keyboard.press('PageDown')
        for (let press = 0; press < 10; press++) await page.keyboard.press('j')
        expect(await oldestShown()).toBeLessThan(from - 1_000)
      }).toPass({ timeout: 60_000, intervals: [0] })
    })
    isSmooth('By keys', drawn)
    await expect(isInOrder).toPass({ timeout: 60_000 })
  })

  test('opens any entry by its address, however deep it lies', async () => {
    for (const sequence of [7, 421_337, 999_001]) {
      await page.goto(`${gatehouse.origin}/audit?entry=${sequence}`)
      await expect(page.getByRole('complementary', { name: new RegExp(`^Entry ${sequence.toLocaleString('en')}`) })).toBeVisible()
    }
    await page.keyboard.press('Escape')
    await expect(audit.panel).toHaveCount(0)
  })

  test('brushes a stretch of time that lies weeks back, and shows it in order', async () => {
    await expect(audit.bars).toBeVisible()
    await expect(audit.matches).toContainText(/1,0\d\d,\d{3}/, { timeout: 90_000 })
    const box = (await audit.bars.boundingBox())!
    const at = (share: number) => [box.x + box.width * share, box.y + box.height / 2] as const
    await page.mouse.move(...at(0.2))
    await page.mouse.down()
    await page.mouse.move(...at(0.25), { steps: 5 })
    await page.mouse.up()
    await expect(page).toHaveURL((url) => url.searchParams.has('from') && url.searchParams.has('to'))
    const { searchParams } = new URL(page.url())
    await expect(async () => {
      const times = await stamps()
      expect(times.length).toBeGreaterThan(10)
      expect(Math.max(...times)).toBeLessThan(Number(searchParams.get('to')))
      expect(Math.min(...times)).toBeGreaterThanOrEqual(Number(searchParams.get('from')))
    }).toPass({ timeout: 60_000 })
    await expect(isInOrder).toPass({ timeout: 60_000 })
  })

  test('filters by a field and searches for a word through all of it', async () => {
    await page.goto(`${gatehouse.origin}/audit?action=user.created`)
    await expect.poll(async () => new Set(await audit.actions())).toEqual(new Set(['user.created']))
    // Some 1,000 of a million.
    await expect(audit.matches).toContainText(/of 1,0\d\d,\d{3} entries match/, { timeout: 90_000 })
    await page.goto(`${gatehouse.origin}/audit?q=injection&action=request.blocked`)
    await expect(audit.hits.first()).toBeVisible({ timeout: 90_000 })
    await expect.poll(async () => new Set(await audit.hits.allTextContents())).toEqual(new Set(['injection']))
    await page.goto(`${gatehouse.origin}/audit?q=zebrafish`)
    await expect(page.getByText('No entries match')).toBeVisible({ timeout: 90_000 })
  })
})
