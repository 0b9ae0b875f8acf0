/** How everything is, in few calls for scripts and monitors: what the pages show, under addresses that do not change. */
import { z } from 'zod'
import { auditContract } from './audit.ts'
import { conditionSchema, vaultStateSchema } from './console.ts'
import { guardStateSchema } from './guard.ts'
import { threatLevelSchema } from './incidents.ts'
import { healthSchema, metricsNowSchema } from './monitoring.ts'
import { procedure } from './procedure.ts'

const listing = auditContract.list['~orpc']

const usedOfSchema = z.object({ usedBytes: z.number(), totalBytes: z.number() })

/** What the platform does not offer, or was not measured yet, is null. */
export const resourceUsageSchema = z.object({
  atMs: z.int(),
  machine: z.object({
    cpuPercent: z.number().nullable(),
    load1: z.number().nullable(),
    memory: usedOfSchema.nullable(),
    disks: z.array(usedOfSchema.extend({ mount: z.string() })),
  }),
  console: z.object({ cpuPercent: z.number().nullable(), memoryBytes: z.number().nullable(), heapBytes: z.number().nullable() }),
})
export type ResourceUsage = z.infer<typeof resourceUsageSchema>

export const statusContract = {
  status: procedure('GET', '/status', 'Whether all is well: health, guard, vault, and what is not well', { needs: 'metrics:read' }).output(
    z.object({
      atMs: z.int(),
      version: z.string(),
      startedAtMs: z.int(),
      health: healthSchema.pick({ score: true, verdict: true, sentence: true }),
      guard: guardStateSchema.shape.process,
      vault: vaultStateSchema,
      /** What is not well, worst first; empty when all is. */
      conditions: z.array(conditionSchema.omit({ mend: true })),
    }),
  ),

  security: procedure('GET', '/security/status', 'The threat level, open incidents, and how far the log is proved', {
    needs: 'audit:read',
  }).output(
    z.object({
      atMs: z.int(),
      threat: threatLevelSchema,
      openIncidents: z.int(),
      vault: vaultStateSchema,
      log: z.object({
        entries: z.int(),
        lastSequence: z.int(),
        /** The newest signed head that is kept outside the database. */
        signedUpTo: z.int().nullable(),
        /** What the newest verification said; null where there was none. */
        verified: z.object({ intact: z.boolean(), atMs: z.int() }).nullable(),
      }),
    }),
  ),

  auditLog: procedure('GET', '/security/audit-log', 'Entries of the log, newest first, paged by sequence', { needs: 'audit:read' })
    .input(listing.inputSchema!)
    .output(listing.outputSchema!),

  performance: procedure('GET', '/performance/status', 'The health score and its parts', { needs: 'metrics:read' }).output(healthSchema),

  metrics: procedure('GET', '/performance/metrics', 'The newest figure of each series', { needs: 'metrics:read' }).output(metricsNowSchema),

  resourceUsage: procedure(
    'GET',
    '/performance/resource-usage',
    'CPU, memory and disks of the machine, and what the console itself takes',
    {
      needs: 'metrics:read',
    },
  ).output(resourceUsageSchema),
}
