/** What the address of the audit page says: the filters and the open entry. What cannot be read in it is left out. */
import { z } from 'zod'
import { outcomeSchema, severitySchema } from '../../../shared/contract/audit-filter.ts'

export const timePresets = ['15m', '1h', '24h', '7d'] as const
export type TimePreset = (typeof timePresets)[number]

export const longestSearch = 200

const ms = z.coerce.number().int().min(0).max(8.64e15)
const fields = {
  time: z.enum(timePresets),
  from: ms,
  to: ms,
  request: z.uuid(),
  /** The words that are searched for. */
  q: z.string().trim().min(1).max(longestSearch),
  entry: z.coerce.number().int().min(1),
}
const lists = {
  actor: z.string().min(1).max(200),
  action: z.string().min(1).max(200),
  severity: severitySchema,
  outcome: outcomeSchema,
  source: z.string().min(1).max(200),
  class: z.string().min(1).max(200),
}

type Read<Schemas extends Record<string, z.ZodType>> = { [Name in keyof Schemas]?: z.infer<Schemas[Name]> }
type ReadLists<Schemas extends Record<string, z.ZodType>> = { [Name in keyof Schemas]?: z.infer<Schemas[Name]>[] }
export type AuditSearch = Read<typeof fields> & ReadLists<typeof lists>

const mostValues = 50

export const readAuditSearch = (search: Record<string, unknown>): AuditSearch => {
  // Each value has passed the schema of its name.
  const read: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(fields)) {
    const value = search[name]
    const parsed = value === undefined || value === '' ? null : schema.safeParse(value)
    if (parsed?.success) read[name] = parsed.data
  }
  for (const [name, schema] of Object.entries(lists)) {
    const given = search[name]
    const values = (Array.isArray(given) ? given : [given]).filter((value) => schema.safeParse(value).success)
    if (values.length > 0) read[name] = [...new Set(values)].slice(0, mostValues)
  }
  return read
}
