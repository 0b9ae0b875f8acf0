/** What the address of the alerts says: which face of them is shown, what is open, and what the lists are narrowed to. */
import { z } from 'zod'

export type AlertTab = 'open' | 'history' | 'rules' | 'silences' | 'contact-points' | 'deliveries'

export interface AlertsSearch {
  /** The open alerts unless said. */
  tab?: Exclude<AlertTab, 'open'>
  /** Open beside the list; of deliveries: those of this alert alone. */
  alert?: string
  /** Open beside the rules; of the history: the alerts of this rule alone. */
  rule?: string
  /** Of deliveries: those to this contact point alone. */
  point?: string
  /** The open dialog: a new one, or the change or the deletion of what is named. */
  dialog?: string
}

const schemas = {
  tab: z.enum(['history', 'rules', 'silences', 'contact-points', 'deliveries']),
  alert: z.uuid(),
  rule: z.uuid(),
  point: z.uuid(),
  dialog: z.string().regex(/^(?:add|(?:change|delete|copy)-[0-9a-f-]{36})$/),
}

/** What cannot be read is left out. */
export const readAlertsSearch = (search: Record<string, unknown>): AlertsSearch =>
  Object.fromEntries(
    Object.entries(schemas).flatMap(([name, schema]) => {
      const read = schema.safeParse(search[name])
      return read.success ? [[name, read.data]] : []
    }),
  )

export const tabOf = ({ tab }: AlertsSearch): AlertTab => tab ?? 'open'
/** Another face of the alerts, with nothing open and nothing narrowed. */
export const tabSearch = (tab: AlertTab, more: Omit<AlertsSearch, 'tab'> = {}): AlertsSearch => ({
  ...(tab === 'open' ? {} : { tab }),
  ...more,
})
export const withAlert = (search: AlertsSearch, alert: string): AlertsSearch => ({ ...search, alert })
export const withoutAlert = ({ alert: _, ...rest }: AlertsSearch): AlertsSearch => rest
export const withRule = (search: AlertsSearch, rule: string): AlertsSearch => ({ ...search, rule })
export const withoutRule = ({ rule: _, ...rest }: AlertsSearch): AlertsSearch => rest
export const withDialog = (search: AlertsSearch, dialog: string): AlertsSearch => ({ ...search, dialog })
export const withoutDialog = ({ dialog: _, ...rest }: AlertsSearch): AlertsSearch => rest

/** `change-<id>` → `<id>`; null where the dialog is another. */
export const dialogOf = (search: AlertsSearch, kind: 'change' | 'delete' | 'copy'): string | null =>
  search.dialog?.startsWith(`${kind}-`) ? search.dialog.slice(kind.length + 1) : null
