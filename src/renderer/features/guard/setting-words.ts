/** What each setting of a route is called, and its value in plain words. Pure. */
import type { RouteSettings } from '../../../shared/route-settings.ts'
import { formatCount, formatDuration } from '../../ui/format.ts'

export const settingTitles: Record<keyof RouteSettings, string> = {
  identity: 'Who may call',
  keyHeader: 'Header with the key',
  action: 'Scope it takes',
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
}

export const identityNames: Record<RouteSettings['identity'], string> = {
  none: 'Everybody, without a key',
  optional: 'Everybody; a key is told apart',
  required: 'Only who has a key',
}

const kb = 1024
const mb = 1024 * kb
/** In the measure that the form asks in. */
const sizeWords = (bytes: number): string => {
  if (bytes >= mb) return `${formatCount(Math.round((bytes / mb) * 100) / 100)} MB`
  return bytes >= kb ? `${formatCount(Math.round(bytes / kb))} KB` : `${formatCount(bytes)} B`
}

const listed = (names: readonly string[]): string => (names.length === 0 ? 'None' : names.join(', '))

export const settingValue = (settings: RouteSettings, name: keyof RouteSettings): string => {
  switch (name) {
    case 'identity':
      return identityNames[settings.identity]
    case 'action':
      return settings.action ?? 'None'
    case 'answerTimeoutMs':
    case 'idleTimeoutMs':
      return formatDuration(settings[name])
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
  }
}
