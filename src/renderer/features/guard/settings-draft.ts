/** The settings of a route, or of the defaults, as a form holds them: what was touched, all else as it is. Pure. */
import type { RouteSettings, SomeSettings } from '../../../shared/route-settings.ts'
import { someSettingsSchema } from '../../../shared/route-settings.ts'
import type { z } from 'zod'
import { settingKinds, settingGroups, type SettingName } from './setting-kinds.ts'
import { directivesText, headersText, readAs, readDirectives, readHeaders, readNumber, readWords, type Typed } from './typed-values.ts'

export interface KeyDraft {
  /** Of the vault; empty: none is chosen yet. */
  keyId: string
  header: string
  template: string
}
type TypedSetting = Exclude<SettingName, 'injectKeys'>
/** Absent: not touched. Null: back to what is inherited. */
export type SettingsDraft = { [Name in TypedSetting]?: string | null } & { injectKeys?: readonly KeyDraft[] | null }

const textOf = (name: TypedSetting, value: unknown): string => {
  const kind = settingKinds[name]
  switch (kind.kind) {
    case 'switch':
      return value === true ? 'on' : 'off'
    case 'number':
      return String(Number(value) / kind.unit)
    case 'names':
      return (value as string[]).join(' ')
    case 'headers':
      return headersText(value as Record<string, string>)
    case 'directives':
      return directivesText(value as Record<string, string>)
    default:
      return typeof value === 'string' ? value : ''
  }
}

/** What a field shows, and whether it is set here or inherited. */
export const shownSetting = (name: TypedSetting, draft: SettingsDraft, own: SomeSettings, inherited: RouteSettings) => {
  const typed = draft[name]
  if (typeof typed === 'string') return { text: typed, own: true }
  if (typed === undefined && own[name] !== undefined) return { text: textOf(name, own[name]), own: true }
  return { text: textOf(name, inherited[name]), own: false }
}
export const shownKeys = (
  draft: SettingsDraft,
  own: SomeSettings,
  inherited: RouteSettings,
): { keys: readonly KeyDraft[]; own: boolean } => {
  const typed = draft.injectKeys
  if (typed) return { keys: typed, own: true }
  const here = typed === undefined && own.injectKeys !== undefined
  const keys = (here ? own.injectKeys! : inherited.injectKeys).map(({ secret, ...rest }) => ({
    keyId: secret.replace(/^vault:/, ''),
    ...rest,
  }))
  return { keys, own: here }
}

const schemaOf = (name: SettingName) => someSettingsSchema.shape[name].unwrap()
const listItem = (name: SettingName): z.ZodType<string> => (schemaOf(name) as z.ZodArray<z.ZodType<string>>).element

/** Undefined: inherited, as an emptied number is. */
const readText = (name: TypedSetting, text: string): Typed<unknown> => {
  const kind = settingKinds[name]
  switch (kind.kind) {
    case 'switch':
      return { ok: true, value: text === 'on' }
    case 'number':
      return text.trim() === '' ? { ok: true, value: undefined } : readNumber(schemaOf(name) as z.ZodNumber, text, kind.unit)
    case 'names':
      return readWords(listItem(name), text, kind.most)
    case 'headers':
      return readHeaders(text)
    case 'directives':
      return readDirectives(text)
    case 'key':
      return { ok: true, value: text === '' ? null : text }
    default:
      return readAs<unknown>(schemaOf(name), name === 'action' && text.trim() === '' ? null : text.trim(), text.trim())
  }
}

const readKeys = (keys: readonly KeyDraft[]): Typed<unknown> => {
  if (keys.length > 5) return { ok: false, sentence: 'At most 5 keys are put in.' }
  if (keys.some(({ keyId }) => keyId === '')) return { ok: false, sentence: 'Choose which key of the vault is put in.' }
  const without = keys.find(({ template }) => !template.includes('{key}'))
  if (without) return { ok: false, sentence: 'What is sent must have {key} where the key goes.' }
  const given = keys.map(({ keyId, header, template }) => ({ header: header.trim(), template, secret: `vault:${keyId}` }))
  const names = given.map(({ header }) => header.toLowerCase())
  const twice = names.find((header, at) => names.indexOf(header) !== at)
  if (twice !== undefined) return { ok: false, sentence: `Two keys go into “${twice}”.` }
  return readAs<unknown>(schemaOf('injectKeys'), given, names.join(', '))
}

export interface SettingProblem {
  name: SettingName
  sentence: string
}
export type ReadSettings = { kind: 'settings'; settings: SomeSettings } | ({ kind: 'problem' } & SettingProblem)

export const readSettings = (own: SomeSettings, draft: SettingsDraft): ReadSettings => {
  const next: Record<string, unknown> = { ...own }
  // In the order of the form, so that its first fault is told.
  for (const name of settingGroups.flatMap((group) => group.names)) {
    const typed = draft[name]
    if (typed === undefined) continue
    const read: Typed<unknown> =
      typed === null
        ? { ok: true, value: undefined }
        : name === 'injectKeys'
          ? readKeys(typed as readonly KeyDraft[])
          : readText(name, typed as string)
    if (!read.ok) return { kind: 'problem', name, sentence: read.sentence }
    if (read.value === undefined) delete next[name]
    else next[name] = read.value
  }
  return { kind: 'settings', settings: next }
}

/** The settings without one, which is inherited again. */
export const withoutSetting = (own: SomeSettings, name: SettingName): SomeSettings =>
  Object.fromEntries(Object.entries(own).filter(([one]) => one !== name))
