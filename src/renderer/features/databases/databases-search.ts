/** What the address of the databases says: the open query, how the queries are ordered, and whether all are shown. What cannot be read is left out. */
import { z } from 'zod'

/** The order of the columns. */
export const queryOrders = ['totalMs', 'calls', 'meanMs', 'p95Ms', 'slowestMs', 'rows', 'slow'] as const
export type QueryOrder = (typeof queryOrders)[number]

export interface DatabasesSearch {
  query?: string
  /** By total time unless said. */
  order?: QueryOrder
  all?: true
}

const query = z.string().min(1).max(200)
const order = z.enum(queryOrders)

export const readDatabasesSearch = (search: Record<string, unknown>): DatabasesSearch => {
  const read: DatabasesSearch = {}
  const [open, by] = [query.safeParse(search['query']), order.safeParse(search['order'])]
  if (open.success) read.query = open.data
  if (by.success) read.order = by.data
  if (search['all'] === true || search['all'] === 'true') read.all = true
  return read
}
