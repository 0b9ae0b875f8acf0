// The audit page as a person reads it: the list, one entry, and the verification.
import type { Page } from 'playwright'
import { expect } from 'playwright/test'

export class AuditPage {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }
}
