/** What the address of the policy says: the dialog over the page, and of what. What cannot be read in it is left out. */
import { z } from 'zod'

export interface PolicySearch {
  dialog?: 'defaults' | 'listener' | 'targets' | 'proxies' | 'bounds' | 'metrics' | 'telemetry' | 'history'
  /** Of the listener or upstream that the dialog is about; none: a new one. */
  id?: string
}

const id = z.string().min(1).max(64)
const dialog = z.enum(['defaults', 'listener', 'targets', 'proxies', 'bounds', 'metrics', 'telemetry', 'history'])

export const readPolicySearch = (search: Record<string, unknown>): PolicySearch => {
  const read: PolicySearch = {}
  const over = dialog.safeParse(search['dialog'])
  const of = id.safeParse(search['id'])
  if (over.success) read.dialog = over.data
  if (of.success) read.id = of.data
  return read
}
