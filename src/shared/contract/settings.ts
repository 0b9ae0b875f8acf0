/** Settings: one registry, with origin, history and undo; sets of values that are seen before they are applied. */
import { z } from 'zod'
import { permissionSchema } from '../permissions.ts'
import { procedure } from './procedure.ts'

/** Where a value comes from; each stands above those before it. */
export const settingOrigins = ['default', 'file', 'environment', 'run time'] as const
const originSchema = z.enum(settingOrigins)
export type SettingOrigin = z.infer<typeof originSchema>
export const settingValueSchema = z.union([z.int(), z.boolean(), z.string().max(2000)])
export type SettingValue = z.infer<typeof settingValueSchema>

const kindSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('integer'), floor: z.int(), ceiling: z.int(), unit: z.string() }),
  z.object({ type: z.literal('boolean') }),
  z.object({ type: z.literal('choice'), options: z.array(z.object({ value: z.string(), label: z.string() })) }),
])

export const settingSchema = z.object({
  key: z.string(),
  group: z.string(),
  title: z.string(),
  description: z.string(),
  kind: kindSchema,
  value: settingValueSchema,
  default: settingValueSchema,
  origin: originSchema,
  /** Every value that is given, the one in force first, the default last. */
  layers: z.array(z.object({ origin: originSchema, value: settingValueSchema })),
  /** The environment variable that gives it. */
  variable: z.string(),
  applies: z.enum(['live', 'restart']),
  /** A smaller value deletes for good what it no longer has room for; an undo does not bring that back. */
  dropsWhenLower: z.boolean(),
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
  /** What was in force, and what was then; null in the history of before this was kept. */
  fromInForce: settingValueSchema.nullable(),
  toInForce: settingValueSchema.nullable(),
})
export type SettingChange = z.infer<typeof settingChangeSchema>

/** What somebody did at once: one setting changed, or a set of values applied. Undone as one. */
export const settingActSchema = z.object({
  id: z.uuid(),
  kind: z.enum(['change', 'reset', 'undo', 'profile', 'file']),
  /** Of the profile or the file. */
  name: z.string().nullable(),
  actorName: z.string(),
  atMs: z.int(),
  /** Nothing of it was changed since: undoing it brings back exactly what stood before. */
  newest: z.boolean(),
  /** For `before`. */
  sequence: z.int(),
  changes: z.array(settingChangeSchema).min(1),
})
export type SettingAct = z.infer<typeof settingActSchema>

export const profileNames = ['development', 'staging', 'production'] as const
export type ProfileName = (typeof profileNames)[number]
export const profileSchema = z.object({
  name: z.enum(profileNames),
  title: z.string(),
  description: z.string(),
  /** So many values it holds; the other settings stay as they are. */
  settings: z.int(),
  /** So many of them are not in force. */
  differences: z.int(),
})
export type SettingProfile = z.infer<typeof profileSchema>

/** Where a set of values comes from. `undo`: what stood before a change, or before an act with all its changes. */
export const settingSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('profile'), profile: z.enum(profileNames) }),
  z.object({ kind: z.literal('file'), name: z.string().max(255), text: z.string().max(100_000, 'A file of at most 100 kB can be read.') }),
  z.object({ kind: z.literal('undo'), id: z.uuid() }),
])
export type SettingSource = z.infer<typeof settingSourceSchema>

export const settingFaultSchema = z.object({
  /** Of the file's text, from 1; null where it has none. */
  line: z.int().nullable(),
  sentence: z.string(),
})
export type SettingFault = z.infer<typeof settingFaultSchema>

export const settingDifferenceSchema = z.object({
  key: z.string(),
  group: z.string(),
  title: z.string(),
  kind: kindSchema,
  /** In force now. */
  from: z.object({ value: settingValueSchema, origin: originSchema }),
  /** In force afterwards; not of run time where what lies below says the same. */
  to: z.object({ value: settingValueSchema, origin: originSchema }),
  applies: z.enum(['live', 'restart']),
  dropsWhenLower: z.boolean(),
  version: z.int(),
})
export type SettingDifference = z.infer<typeof settingDifferenceSchema>

export const settingReviewSchema = z.object({
  /** What cannot stand, all of it at once; nothing is applied while there is any. */
  faults: z.array(settingFaultSchema),
  differences: z.array(settingDifferenceSchema),
  /** So many values are in force already. */
  same: z.int(),
})
export type SettingReview = z.infer<typeof settingReviewSchema>

const read = { needs: 'settings:read' } as const
const write = { needs: 'settings:write' } as const

export const settingsContract = {
  list: procedure('GET', '/settings', 'All settings with value, origin and limits', read).output(z.array(settingSchema)),

  change: procedure(
    'POST',
    '/settings/change',
    'Change a setting at run time; a null value goes back to file, environment or default',
    write,
  )
    .input(z.object({ key: z.string().max(100), value: settingValueSchema.nullable(), version: z.int().min(0) }))
    .output(z.object({ setting: settingSchema, changeId: z.uuid() })),

  history: procedure('GET', '/settings/history', 'What was changed, newest first: of all settings or of one', read)
    .input(
      z.object({
        key: z.string().max(100).nullable().default(null),
        /** Sequences below this; null begins at the newest. */
        before: z.int().nullable().default(null),
        limit: z.int().min(1).max(200).default(100),
      }),
    )
    .output(z.object({ acts: z.array(settingActSchema), more: z.boolean() })),

  /** CONFLICT where something of it was changed since; `review` and `apply` then say and do what undoing it means now. */
  undo: procedure('POST', '/settings/undo', 'Undo a change that is the newest of its settings', write)
    .input(z.object({ id: z.uuid() }))
    .output(settingActSchema),

  profiles: procedure(
    'GET',
    '/settings/profiles',
    'Sets of values for a kind of machine, and how far each is from what is in force',
    read,
  ).output(z.array(profileSchema)),

  review: procedure('POST', '/settings/review', 'What a profile, a file or an undo would change; changes nothing', read)
    .input(z.object({ source: settingSourceSchema }))
    .output(settingReviewSchema),

  apply: procedure('POST', '/settings/apply', 'Apply a profile, a file or an undo as one change, as it was reviewed', write)
    .input(
      z.object({
        source: settingSourceSchema,
        /** Of the differences that were reviewed: their versions by key. CONFLICT where they are no longer these. */
        versions: z.record(z.string().max(100), z.int().min(0)),
      }),
    )
    .output(settingActSchema),

  export: procedure('POST', '/settings/export', 'The values in force as a settings.json; the answer is a one-time link to it', {
    ...read,
    atConsole: true,
  })
    .input(z.object({ what: z.enum(['all', 'not-default']) }))
    .output(z.object({ url: z.string(), fileName: z.string(), settings: z.int() })),
}
