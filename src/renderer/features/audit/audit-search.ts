/** What the address of the audit page says. */
export interface AuditSearch {
  /** Verification begins as soon as the page is shown. */
  verify?: boolean
}

export const readAuditSearch = (search: Record<string, unknown>): AuditSearch => (search['verify'] === true ? { verify: true } : {})
