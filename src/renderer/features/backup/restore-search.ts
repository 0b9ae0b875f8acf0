/** What the address of a restore says: which of the kept backups was chosen. */
export interface RestoreSearch {
  from?: string
}

export const readRestoreSearch = (search: Record<string, unknown>): RestoreSearch => {
  const from = search['from']
  return typeof from === 'string' && /^[\w.-]{1,100}$/.test(from) ? { from } : {}
}
