/** Incidents: related events grouped, assigned, noted, closed; and the threat level of the moment. */
import { z } from 'zod'
import { auditEntrySchema, severitySchema } from './audit-filter.ts'
import { procedure } from './procedure.ts'

export const threatLevels = ['normal', 'elevated', 'high', 'critical'] as const
export const threatLevelSchema = z.object({
  level: z.enum(threatLevels),
  /** Why, in a plain sentence. */
  sentence: z.string(),
  /** What was weighed, the heaviest first. */
  reasons: z.array(z.string()),
  /** How the level is made, in words. */
  formula: z.string(),
  sinceMs: z.int(),
})
export type ThreatLevel = z.infer<typeof threatLevelSchema>

const personSchema = z.object({ id: z.string(), name: z.string() })

export const incidentSchema = z.object({
  id: z.uuid(),
  version: z.int(),
  /** Counts up from 1: what people call it. */
  number: z.int(),
  title: z.string(),
  state: z.enum(['open', 'closed']),
  /** The highest of its entries. */
  severity: severitySchema,
  threatClass: z.string().nullable(),
  action: z.string(),
  /** An address or a network. */
  source: z.string(),
  firstAtMs: z.int(),
  lastAtMs: z.int(),
  firstSequence: z.int(),
  lastSequence: z.int(),
  entries: z.int(),
  events: z.int(),
  assignee: personSchema.nullable(),
  closedAtMs: z.int().nullable(),
})
export type Incident = z.infer<typeof incidentSchema>

export const incidentNoteSchema = z.object({ id: z.uuid(), atMs: z.int(), author: z.string(), text: z.string() })
export type IncidentNote = z.infer<typeof incidentNoteSchema>

const ofIncident = z.object({ id: z.uuid(), version: z.int() })

export const incidentsContract = {
  level: procedure('GET', '/incidents/level', 'The threat level of the moment, and why', { needs: 'audit:read' }).output(threatLevelSchema),

  list: procedure('GET', '/incidents', 'Incidents, the newest first', { needs: 'audit:read' })
    .input(
      z.object({
        state: z.enum(['open', 'closed', 'all']).default('open'),
        /** Numbers below this; null begins at the newest. */
        before: z.int().nullable().default(null),
        limit: z.int().min(1).max(100).default(50),
      }),
    )
    .output(z.object({ incidents: z.array(incidentSchema), nextBefore: z.int().nullable(), open: z.int() })),

  get: procedure('GET', '/incidents/{id}', 'One incident with its notes and newest entries', { needs: 'audit:read' })
    .input(z.object({ id: z.uuid() }))
    .output(z.object({ incident: incidentSchema, notes: z.array(incidentNoteSchema), entries: z.array(auditEntrySchema) })),

  people: procedure('GET', '/incidents/people', 'Who an incident can be assigned to', { needs: 'alerts:acknowledge' }).output(
    z.array(personSchema),
  ),

  assign: procedure('POST', '/incidents/{id}/assign', 'Assign an incident; null takes it back', { needs: 'alerts:acknowledge' })
    .input(ofIncident.extend({ userId: z.string().nullable() }))
    .output(incidentSchema),

  note: procedure('POST', '/incidents/{id}/note', 'Write a note', { needs: 'alerts:acknowledge' })
    .input(z.object({ id: z.uuid(), text: z.string().trim().min(1).max(2000) }))
    .output(incidentNoteSchema),

  close: procedure('POST', '/incidents/{id}/close', 'Close an incident', { needs: 'alerts:acknowledge' })
    .input(ofIncident)
    .output(incidentSchema),

  reopen: procedure('POST', '/incidents/{id}/reopen', 'Open a closed incident again', { needs: 'alerts:acknowledge' })
    .input(ofIncident)
    .output(incidentSchema),
}
