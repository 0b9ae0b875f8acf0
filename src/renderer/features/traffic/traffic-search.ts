/** What the address of the traffic page says: the time range, the filters and the open request. What cannot be read in it is left out. */
import { z } from 'zod'
import { readTimeSearch, type TimeSearch } from '../../ui/time-range.ts'

export const shownKinds = ['refused', 'slow', 'failed'] as const
export type ShownKind = (typeof shownKinds)[number]

const fields = {
  /** All unless said. */
  show: z.enum(shownKinds),
  /** Took at least so many milliseconds. */
  least: z.coerce.number().min(0).max(86_400_000),
  request: z.uuid().toLowerCase(),
}
const text = z.string().min(1).max(100)
const lists = {
  route: text,
  consumer: text,
  source: text,
  method: z.string().min(1).max(20),
  /** `2` is 200 to 299; `0`: no answer. */
  status: z.coerce.number().int().min(0).max(5),
  refusal: z.string().min(1).max(60),
}

type Read<Schemas extends Record<string, z.ZodType>> = { [Name in keyof Schemas]?: z.infer<Schemas[Name]> }
type ReadLists<Schemas extends Record<string, z.ZodType>> = { [Name in keyof Schemas]?: z.infer<Schemas[Name]>[] }
export type TrafficSearch = TimeSearch & Read<typeof fields> & ReadLists<typeof lists>

const mostValues = 50
const isGiven = (value: unknown) => value !== undefined && value !== ''

export const readTrafficSearch = (search: Record<string, unknown>): TrafficSearch => {
  // Each value has passed the schema of its name.
  const read: Record<string, unknown> = { ...readTimeSearch(search) }
  for (const [name, schema] of Object.entries(fields)) {
    const parsed = isGiven(search[name]) ? schema.safeParse(search[name]) : null
    if (parsed?.success) read[name] = parsed.data
  }
  for (const [name, schema] of Object.entries(lists)) {
    const values = [search[name]].flat().flatMap((value) => {
      const parsed = isGiven(value) ? schema.safeParse(value) : null
      return parsed?.success ? [parsed.data] : []
    })
    if (values.length > 0) read[name] = [...new Set(values)].slice(0, mostValues)
  }
  return read
}

export const withRequest = (search: TrafficSearch, request: string): TrafficSearch => ({ ...search, request })
export const withoutRequest = ({ request: _, ...rest }: TrafficSearch): TrafficSearch => rest
