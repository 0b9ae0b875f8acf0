// Charts as a person uses them: read under the crosshair, drag to zoom, double-click back; the same on every page.
import type { Locator, Page } from 'playwright'
import { expect } from '../fixtures/patient-expect.ts'

export class Charts {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  card(id: string): Locator {
    return this.page.locator(`[data-chart="${id}"]`)
  }
  plot(id: string): Locator {
    return this.card(id).getByRole('slider')
  }
  get tip(): Locator {
    return this.page.locator('[data-chart-tip]')
  }
  get ranges(): Locator {
    return this.page.getByRole('group', { name: 'Time range' })
  }

  async isDrawn(id: string) {
    await expect(this.card(id).locator('.recharts-line-curve').first()).toHaveAttribute('d', /L/)
  }

  /** The figure in the head, without its unit. */
  async figure(id: string): Promise<number> {
    const text = await this.card(id).locator('[data-figure]').innerText()
    return Number(/[\d.,]+/.exec(text)?.[0].replaceAll(',', ''))
  }

  async figureText(id: string): Promise<string> {
    return this.card(id).locator('[data-figure]').innerText()
  }

  async choose(range: string) {
    await this.ranges.getByRole('button', { name: range, exact: true }).click()
  }

  /** Puts the pointer at a part of the width: 0 is the left edge, 1 the right. */
  async pointAt(id: string, part: number) {
    const box = await this.boxOf(id)
    await this.page.mouse.move(box.x + box.width * part, box.y + box.height / 2)
  }

  async drag(id: string, from: number, to: number) {
    const box = await this.boxOf(id)
    await this.pointAt(id, from)
    await this.page.mouse.down()
    await this.page.mouse.move(box.x + box.width * ((from + to) / 2), box.y + box.height / 2)
    await this.page.mouse.move(box.x + box.width * to, box.y + box.height / 2)
    await this.page.mouse.up()
  }

  async doubleClick(id: string) {
    await this.plot(id).dblclick()
  }

  /** Chooses from the small menu of a chart. */
  async more(id: string, item: string) {
    await this.card(id)
      .getByRole('button', { name: /^More about / })
      .click()
    await this.page.getByRole('menuitem', { name: item }).click()
  }

  /** The rows of a chart's table, newest first: what each line had. */
  async readTable(id: string): Promise<string[][]> {
    await this.more(id, 'Show as a table')
    const dialog = this.page.getByRole('dialog')
    await expect(dialog.getByRole('row').nth(1)).toBeVisible()
    const rows = await dialog
      .getByRole('row')
      .evaluateAll((all) => all.slice(1).map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')))
    await dialog.getByRole('button', { name: 'Close' }).click()
    await expect(dialog).toHaveCount(0)
    return rows
  }

  private async boxOf(id: string) {
    const plot = this.plot(id)
    await plot.scrollIntoViewIfNeeded()
    const box = await plot.boundingBox()
    if (!box) throw new Error(`The chart ${id} is not drawn.`)
    return box
  }
}
