/** What the address of the settings says: what is searched for, the open setting, and the open dialog. What cannot be read in it is left out. */
import { z } from 'zod'
import { profileNames, type ProfileName } from '../../../shared/contract/settings.ts'

export interface SettingsSearch {
  text?: string
  /** Only what is not as Gatehouse comes. */
  show?: 'changed'
  /** The key of the setting beside the list. */
  setting?: string
  /** `import`, `profile-production`, `undo-<id of a change>`. */
  dialog?: string
}

const fields = {
  text: z.string().min(1).max(200),
  show: z.literal('changed'),
  setting: z.string().regex(/^[\w.]{1,100}$/),
  dialog: z.union([z.literal('import'), z.templateLiteral(['profile-', z.enum(profileNames)]), z.string().regex(/^undo-[0-9a-f-]{36}$/)]),
} satisfies Record<keyof SettingsSearch, z.ZodType>

export const readSettingsSearch = (search: Record<string, unknown>): SettingsSearch =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, schema]) => {
      const read = schema.safeParse(search[name])
      return read.success ? [[name, read.data]] : []
    }),
  )

export type SettingsDialog = { kind: 'import' } | { kind: 'profile'; profile: ProfileName } | { kind: 'undo'; id: string }

export const dialogOf = ({ dialog }: SettingsSearch): SettingsDialog | null => {
  if (dialog === 'import') return { kind: 'import' }
  const profile = profileNames.find((name) => dialog === `profile-${name}`)
  if (profile) return { kind: 'profile', profile }
  return dialog?.startsWith('undo-') ? { kind: 'undo', id: dialog.slice('undo-'.length) } : null
}

export const withoutDialog = ({ dialog: _, ...rest }: SettingsSearch): SettingsSearch => rest
export const withoutSetting = ({ setting: _, ...rest }: SettingsSearch): SettingsSearch => rest
