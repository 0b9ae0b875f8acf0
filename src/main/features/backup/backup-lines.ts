/** What stands around the tables in a backup: the master key of its vault, what the backup is, and the count that ends it. */
import { z } from 'zod'
import { refuse } from './backup-header.ts'

export const strangeContents = 'This backup does not hold what a backup holds. Nothing was changed.'

const manifestSchema = z.object({
  machine: z.string().max(255),
  users: z.array(z.object({ name: z.string().max(256), role: z.string().max(64), disabled: z.boolean() })).max(100_000),
  keys: z.int().min(0),
  routes: z.int().min(0),
  settings: z.int().min(0),
  logEntries: z.int().min(0).nullable(),
  /** A log goes on above it, and must have room. */
  lastSequence: z
    .int()
    .min(0)
    .max(2 ** 48),
  /** Of the newest entry, or of the horizon where there is none: a log that is begun anew goes on from it. */
  lastHash: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Manifest = z.infer<typeof manifestSchema>

const lineSchema = z.union([
  z.object({ key: z.object({ masterKey: z.base64().length(44) }) }),
  z.object({ manifest: manifestSchema }),
  z.object({ table: z.string(), columns: z.array(z.string()) }),
  z.object({ rows: z.int().min(0) }),
])
export type BackupLine = z.infer<typeof lineSchema>

/** A line that is no row. Throws INVALID_INPUT: who made the file knew its key, and may be anybody. */
export const readLine = (line: string): BackupLine => {
  try {
    return lineSchema.parse(JSON.parse(line))
  } catch {
    throw refuse(strangeContents)
  }
}
