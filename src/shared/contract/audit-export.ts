/** The log as files that can be verified by themselves, and what retention keeps of it. */
import { z } from 'zod'
import { auditFilterSchema } from './audit-filter.ts'
import { procedure } from './procedure.ts'

export const exportFormats = ['csv', 'ndjson', 'ocsf'] as const
export const exportFormatSchema = z.enum(exportFormats)
export type ExportFormat = z.infer<typeof exportFormatSchema>

export const auditExportSchema = z.object({
  id: z.uuid(),
  fileName: z.string(),
  format: exportFormatSchema,
  /** `waiting` until the file is fetched. */
  state: z.enum(['waiting', 'running', 'done', 'cancelled', 'failed']),
  rows: z.int(),
  /** How many rows it will have; an estimate unless `totalExact`, null where nobody can tell yet. */
  total: z.int().nullable(),
  totalExact: z.boolean(),
  /** Bytes sent, as they are in the file. */
  bytes: z.int(),
  startedAtMs: z.int(),
  tookMs: z.int(),
  /** A plain sentence where it failed. */
  problem: z.string().nullable(),
})
export type AuditExport = z.infer<typeof auditExportSchema>

export const retentionStateSchema = z.object({
  /** Entries up to this one were dropped. */
  horizonSequence: z.int(),
  oldestAtMs: z.int().nullable(),
  keepDays: z.int(),
  maxMegabytes: z.int(),
  /** Of the database, its index included. */
  bytes: z.int(),
  /** `waiting`: what is too old stays until a head that says so can be signed. */
  state: z.enum(['idle', 'dropping', 'waiting']),
  lastDropAtMs: z.int().nullable(),
})
export type RetentionState = z.infer<typeof retentionStateSchema>

export const auditExportContract = {
  export: procedure('POST', '/audit/exports', 'Prepare an export; it runs while its one-time link is fetched', {
    needs: 'audit:export',
    atConsole: true,
  })
    .input(z.object({ filter: auditFilterSchema, format: exportFormatSchema, gzip: z.boolean().default(false) }))
    .output(z.object({ id: z.uuid(), url: z.string(), fileName: z.string() })),

  exports: procedure('GET', '/audit/exports', "One's own exports since the console was started, newest first", {
    needs: 'audit:export',
    atConsole: true,
  }).output(z.array(auditExportSchema)),

  cancelExport: procedure('POST', '/audit/exports/{id}/cancel', 'Stop an export', { needs: 'audit:export', atConsole: true })
    .input(z.object({ id: z.uuid() }))
    .output(z.object({})),

  exportManifest: procedure(
    'POST',
    '/audit/exports/{id}/manifest',
    'The signed manifest that a finished export is verified with, as a one-time link',
    { needs: 'audit:export', atConsole: true },
  )
    .input(z.object({ id: z.uuid() }))
    .output(z.object({ url: z.string(), fileName: z.string() })),

  retention: procedure('GET', '/audit/retention', 'What the log keeps, and since when', { needs: 'audit:read' }).output(
    retentionStateSchema,
  ),
}
