/** How each setting of a route is typed in, and in which order they are shown. */
import type { RouteSettings } from '../../../shared/route-settings.ts'

export type SettingName = keyof RouteSettings
export type SettingKind =
  | { kind: 'choice'; values: readonly string[] }
  | { kind: 'switch' }
  /** `unit`: how many of the policy's measure are one of `unitName`. */
  | { kind: 'number'; unit: number; unitName: string }
  /** `none`: what an empty one means. */
  | { kind: 'text'; none: string }
  | { kind: 'names'; none: string; most: number }
  | { kind: 'headers' }
  /** A policy of contents: `script-src: 'self'` on each line. */
  | { kind: 'directives' }
  /** One key of the vault. */
  | { kind: 'key'; none: string }
  | { kind: 'keys' }

const kb = 1024
const seconds = { kind: 'number', unit: 1000, unitName: 's' } as const

export const settingKinds: Record<SettingName, SettingKind> = {
  identity: { kind: 'choice', values: ['none', 'optional', 'required'] },
  keyHeader: { kind: 'text', none: '' },
  issuers: { kind: 'names', none: 'Every issuer', most: 50 },
  action: { kind: 'text', none: 'None' },
  resourceClass: { kind: 'text', none: 'None' },
  sessionFrom: { kind: 'text', none: 'Nothing' },
  answerTimeoutMs: seconds,
  idleTimeoutMs: seconds,
  maxBodyBytes: { kind: 'number', unit: kb * kb, unitName: 'MB' },
  maxUrlBytes: { kind: 'number', unit: kb, unitName: 'KB' },
  stripPrefix: { kind: 'text', none: 'Nothing' },
  addPrefix: { kind: 'text', none: 'Nothing' },
  keepHost: { kind: 'switch' },
  setRequestHeaders: { kind: 'headers' },
  removeRequestHeaders: { kind: 'names', none: 'None', most: 50 },
  injectKeys: { kind: 'keys' },
  securityHeaders: { kind: 'switch' },
  removeServerHeaders: { kind: 'switch' },
  setResponseHeaders: { kind: 'headers' },
  serverTiming: { kind: 'choice', values: ['nobody', 'consumers', 'everybody'] },
  recordQuery: { kind: 'names', none: 'None', most: 50 },
  passThrough: { kind: 'switch' },
  csrf: { kind: 'choice', values: ['off', 'origin', 'token'] },
  csrfDryRun: { kind: 'switch' },
  csrfOrigins: { kind: 'names', none: 'None', most: 50 },
  csrfKey: { kind: 'key', none: 'The guard’s own key' },
  corsOrigins: { kind: 'names', none: 'As the service says', most: 100 },
  corsMethods: { kind: 'names', none: 'GET, HEAD, POST', most: 20 },
  corsHeaders: { kind: 'names', none: 'None', most: 50 },
  corsExposed: { kind: 'names', none: 'None', most: 50 },
  corsCredentials: { kind: 'switch' },
  corsMaxAgeMs: seconds,
  corsPrivateNetwork: { kind: 'switch' },
  csp: { kind: 'choice', values: ['off', 'report-only', 'enforce'] },
  cspDirectives: { kind: 'directives' },
  cspReports: { kind: 'switch' },
}

export interface SettingGroup {
  id: string
  title: string
  names: readonly SettingName[]
  /** In a form it stands on this tab, with others; else on one of its own. */
  tab?: string
}

/** Each setting stands in one of them. */
export const settingGroups: readonly SettingGroup[] = [
  { id: 'access', title: 'Access', names: ['identity', 'action', 'keyHeader', 'issuers', 'passThrough'] },
  { id: 'counting', title: 'Counting', names: ['resourceClass', 'sessionFrom'] },
  { id: 'bounds', title: 'Time and size', names: ['answerTimeoutMs', 'idleTimeoutMs', 'maxBodyBytes', 'maxUrlBytes'] },
  {
    id: 'request',
    title: 'Request',
    names: ['stripPrefix', 'addPrefix', 'keepHost', 'removeRequestHeaders', 'setRequestHeaders', 'injectKeys'],
  },
  { id: 'answer', title: 'Answer', names: ['securityHeaders', 'removeServerHeaders', 'serverTiming', 'setResponseHeaders'] },
  { id: 'csrf', title: 'Forged requests', tab: 'browsers', names: ['csrf', 'csrfDryRun', 'csrfOrigins', 'csrfKey'] },
  {
    id: 'cors',
    title: 'Pages of other origins',
    tab: 'browsers',
    names: ['corsOrigins', 'corsCredentials', 'corsMethods', 'corsHeaders', 'corsExposed', 'corsMaxAgeMs', 'corsPrivateNetwork'],
  },
  { id: 'csp', title: 'Contents of pages', tab: 'browsers', names: ['csp', 'cspReports', 'cspDirectives'] },
  { id: 'record', title: 'Recording', names: ['recordQuery'] },
]

const tabNames: Record<string, string> = { browsers: 'Browsers' }

export interface SettingTab {
  id: string
  title: string
  groups: readonly SettingGroup[]
}
const tabOf = ({ id, tab = id }: SettingGroup): string => tab
/** Of a form, in the order of their first groups. */
export const settingTabs: readonly SettingTab[] = [...new Set(settingGroups.map(tabOf))].map((id) => {
  const groups = settingGroups.filter((group) => tabOf(group) === id)
  return { id, title: tabNames[id] ?? groups[0]!.title, groups }
})

/** The tab on which a setting stands. */
export const tabOfSetting = (name: SettingName): string =>
  settingTabs.find(({ groups }) => groups.some(({ names }) => names.includes(name)))!.id
