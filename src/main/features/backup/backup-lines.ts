/** What stands before the tables in a backup: what it is, and the master key of its vault. */
import { z } from 'zod'

export const manifestSchema = z.object({
  manifest: z.object({
    machine: z.string(),
    users: z.array(z.object({ name: z.string(), role: z.string(), disabled: z.boolean() })),
    keys: z.int(),
    routes: z.int(),
    settings: z.int(),
    logEntries: z.int().nullable(),
    lastSequence: z.int(),
    /** Of the newest entry, or of the horizon where there is none: a log that is begun anew goes on from it. */
    lastHash: z.string(),
  }),
})
export type Manifest = z.infer<typeof manifestSchema>['manifest']

export const endLineSchema = z.object({ rows: z.int() })
