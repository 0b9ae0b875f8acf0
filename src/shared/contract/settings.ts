/** Settings: one registry, with origin, history and undo. */
import { z } from 'zod'
import { permissionSchema } from '../permissions.ts'
import { procedure } from './procedure.ts'

/** Where the value in force comes from; each stands above those before it. */
export const settingOrigins = ['default', 'file', 'environment', 'run time'] as const
export const settingValueSchema = z.union([z.int(), z.boolean(), z.string().max(2000)])
export type SettingValue = z.infer<typeof settingValueSchema>

export const settingSchema = z.object({
  key: z.string(),
  group: z.string(),
  title: z.string(),
  description: z.string(),
  kind: z.discriminatedUnion('type', [
    z.object({ type: z.literal('integer'), floor: z.int(), ceiling: z.int(), unit: z.string() }),
    z.object({ type: z.literal('boolean') }),
    z.object({ type: z.literal('choice'), options: z.array(z.object({ value: z.string(), label: z.string() })) }),
  ]),
  value: settingValueSchema,
  default: settingValueSchema,
  origin: z.enum(settingOrigins),
  applies: z.enum(['live', 'restart']),
  permission: permissionSchema,
  /** Of the run-time value, for `CONFLICT`; 0 where there was never one. */
  version: z.int(),
})
export type Setting = z.infer<typeof settingSchema>

export const settingChangeSchema = z.object({
  id: z.uuid(),
  key: z.string(),
  title: z.string(),
  /** null: the value from below run time (file, environment or default). */
  from: settingValueSchema.nullable(),
  to: settingValueSchema.nullable(),
  actorName: z.string(),
  atMs: z.int(),
  /** False once a newer change of the same setting stands above it. */
  undoable: z.boolean(),
})
export type SettingChange = z.infer<typeof settingChangeSchema>

export const settingsContract = {
  list: procedure('GET', '/settings', 'All settings with value, origin and limits', { needs: 'settings:read' }).output(
    z.array(settingSchema),
  ),

  change: procedure('POST', '/settings/change', 'Change a setting at run time; a null value goes back to file, environment or default', {
    needs: 'settings:write',
  })
    .input(z.object({ key: z.string().max(100), value: settingValueSchema.nullable(), version: z.int().min(0) }))
    .output(z.object({ setting: settingSchema, changeId: z.uuid() })),

  history: procedure('GET', '/settings/history', 'Changes, newest first', { needs: 'settings:read' }).output(z.array(settingChangeSchema)),

  undo: procedure('POST', '/settings/undo', 'Undo the newest change of a setting', { needs: 'settings:write' })
    .input(z.object({ changeId: z.uuid() }))
    .output(settingSchema),
}
