/** What each setting of a route is called, and its value in plain words. Pure. */
import type { RouteSettings, SettingOrigin } from '../../../shared/route-settings.ts'
import { formatDuration, formatNumber } from '../../ui/format.ts'

export const settingTitles: Record<keyof RouteSettings, string> = {
  identity: 'Who may call',
  keyHeader: 'Header with the key',
  issuers: 'Tokens of',
  action: 'Scope it takes',
  resourceClass: 'Class for limits',
  sessionFrom: 'Sessions told by',
  answerTimeoutMs: 'Wait for an answer',
  idleTimeoutMs: 'Wait between pieces',
  maxBodyBytes: 'Largest body',
  maxUrlBytes: 'Longest address',
  stripPrefix: 'Taken off the path',
  addPrefix: 'Put before the path',
  keepHost: 'Host header',
  setRequestHeaders: 'Headers put in',
  removeRequestHeaders: 'Headers taken out',
  injectKeys: 'Keys put in',
  securityHeaders: 'Security headers',
  removeServerHeaders: 'Banners of the service',
  setResponseHeaders: 'Headers of answers',
  serverTiming: 'Timing told to',
  recordQuery: 'Query values recorded',
  passThrough: 'Pass-through',
  csrf: 'What changes something',
  csrfDryRun: 'Forged requests are',
  csrfOrigins: 'Other pages that may send it',
  csrfKey: 'Tokens are signed with',
  corsOrigins: 'Origins that may read',
  corsMethods: 'With the methods',
  corsHeaders: 'With the headers',
  corsExposed: 'Headers they may read',
  corsCredentials: 'Their cookies',
  corsMaxAgeMs: 'Not asked again for',
  corsPrivateNetwork: 'From public pages',
  csp: 'Content policy',
  cspDirectives: 'What pages may load',
  cspReports: 'Reports of browsers',
}

export const originNames: Record<SettingOrigin, string> = { route: 'This route', defaults: 'Defaults', 'built in': 'Built in' }

/** Below the field, before anything is wrong. */
export const settingHelp: Partial<Record<keyof RouteSettings, string>> = {
  resourceClass: 'What a request costs the service: generation, export, api, character, or a name of yours.',
  sessionFrom: 'Such as cookie:sid, or claim:sid for the session that a token names. Only a digest is counted.',
  action: 'Such as print_request; only with a key.',
  keyHeader: 'A bearer token is read as well.',
  stripPrefix: 'Such as /v1.',
  addPrefix: 'Such as /internal.',
  setRequestHeaders: 'One on each line, such as x-env: prod.',
  removeRequestHeaders: 'Names, with spaces between.',
  setResponseHeaders: 'One on each line, such as x-env: prod.',
  serverTiming: 'In the header Server-Timing, stage by stage.',
  recordQuery: 'Names of parameters, with spaces between. Values of all others are never kept.',
  passThrough: 'What would be refused is told, and goes through.',
  csrf: 'Requests without cookies, as with API keys, are not concerned.',
  csrfOrigins: 'Such as https://app.example.com, with spaces between.',
  csrfKey: 'Guards that serve the same pages need the same key.',
  corsOrigins: 'Such as https://app.example.com or https://*.example.com; * for all.',
  corsMethods: 'GET, HEAD and POST need no leave.',
  corsHeaders: 'Such as authorization, with spaces between.',
  cspDirectives: "A directive on each line, such as script-src: 'self' https://cdn.example.com.",
  csp: 'Begin by reporting: nothing breaks, and the route’s panel proposes what to allow.',
}

export const identityNames: Record<RouteSettings['identity'], string> = {
  none: 'Everybody, without a key',
  optional: 'Everybody; a key or token is told apart',
  required: 'Only who has a key or token',
}

const kb = 1024
const mb = 1024 * kb
/** In the measure that the form asks in. */
export const sizeWords = (bytes: number): string => {
  if (bytes >= mb) return `${formatNumber(bytes / mb)} MB`
  return bytes >= kb ? `${formatNumber(bytes / kb)} KB` : `${formatNumber(bytes)} B`
}
/** `30 s`, `1 min 30 s`, `1.5 s`: nothing is rounded away. */
export const timeWords = (ms: number): string => (ms >= 60_000 && ms % 1000 === 0 ? formatDuration(ms) : `${formatNumber(ms / 1000)} s`)

const listed = (names: readonly string[]): string => (names.length === 0 ? 'None' : names.join(', '))

export const settingValue = (settings: RouteSettings, name: keyof RouteSettings): string => {
  switch (name) {
    case 'identity':
      return identityNames[settings.identity]
    case 'resourceClass':
      return settings.resourceClass ?? 'None'
    case 'sessionFrom':
      return settings.sessionFrom?.replace(':', ' ') ?? 'Nothing'
    case 'issuers':
      return settings.issuers.length === 0 ? 'Every issuer' : settings.issuers.join(', ')
    case 'action':
      return settings.action ?? 'None'
    case 'answerTimeoutMs':
    case 'idleTimeoutMs':
      return timeWords(settings[name])
    case 'maxBodyBytes':
    case 'maxUrlBytes':
      return sizeWords(settings[name])
    case 'stripPrefix':
    case 'addPrefix':
      return settings[name] === '' ? 'Nothing' : settings[name]
    case 'keepHost':
      return settings.keepHost ? "The caller's" : "The target's"
    case 'setRequestHeaders':
    case 'setResponseHeaders':
      return listed(Object.keys(settings[name]))
    case 'removeRequestHeaders':
    case 'recordQuery':
      return listed(settings[name])
    case 'injectKeys':
      return listed(settings.injectKeys.map(({ header }) => header))
    case 'securityHeaders':
      return settings.securityHeaders ? 'Put in where they lack' : 'As the service sends them'
    case 'removeServerHeaders':
      return settings.removeServerHeaders ? 'Taken out' : 'As the service sends them'
    case 'serverTiming':
      return { nobody: 'Nobody', consumers: 'Consumers', everybody: 'Everybody' }[settings.serverTiming]
    case 'passThrough':
      return settings.passThrough ? 'On: nothing is refused' : 'Off'
    case 'keyHeader':
      return settings.keyHeader
    case 'csrf':
      return { off: 'Comes from anywhere', origin: 'Comes from its own pages', token: 'Comes from its own pages, with a token' }[
        settings.csrf
      ]
    case 'csrfDryRun':
      return settings.csrfDryRun ? 'Told, and let through' : 'Refused'
    case 'csrfOrigins':
    case 'corsMethods':
    case 'corsHeaders':
    case 'corsExposed':
      return listed(settings[name])
    case 'csrfKey':
      return settings.csrfKey === null ? 'The guard’s own key' : 'A key of the vault'
    case 'corsOrigins':
      return settings.corsOrigins.length === 0 ? 'As the service says' : listed(settings.corsOrigins)
    case 'corsCredentials':
      return settings.corsCredentials ? 'Sent along' : 'Left out'
    case 'corsMaxAgeMs':
      return timeWords(settings.corsMaxAgeMs)
    case 'corsPrivateNetwork':
      return settings.corsPrivateNetwork ? 'May call into this network' : 'May not call into this network'
    case 'csp':
      return { off: 'As the service sends it', 'report-only': 'Reported, nothing is stopped', enforce: 'Enforced' }[settings.csp]
    case 'cspDirectives':
      return listed(Object.keys(settings.cspDirectives))
    case 'cspReports':
      return settings.cspReports ? 'Collected' : 'Not asked for'
  }
}
