// The one dialog that asks for a fresh code before an act, whatever page it stands over.
import type { Page } from 'playwright'
import { expect } from '../fixtures/patient-expect.ts'

const usualTitle = 'Enter a fresh code'

/** `title`: where the act has words of its own. */
export const freshCodeDialog = (page: Page, title: string = usualTitle) => page.getByRole('dialog', { name: title })

export const enterFreshCode = async (page: Page, code: string, title?: string) => {
  const dialog = freshCodeDialog(page, title)
  await dialog.getByLabel('Six-digit code').fill(code)
  await expect(dialog).toHaveCount(0)
}
