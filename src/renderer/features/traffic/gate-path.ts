/** How far a request came: the stages of the guard in their order, each let through, stopped at, or never reached. */
import type { RequestRecord } from '../../../shared/contract/traffic.ts'
import { formatBytes, formatCounted } from '../../ui/format.ts'
import { formatFigure } from '../../ui/figures.ts'
import { codeOf, reasonOf } from './outcome.ts'
import { refusalWords } from './refusal-words.ts'

export interface Gate {
  name: string
  kind: 'passed' | 'stopped' | 'never'
  ms: number | null
}

const decisions = ['admit', 'browser-reports', 'cross-origin', 'forgery', 'identify', 'authorise', 'limit', 'forward']
/** Every request goes through it, and only reports of browsers have to do with it. */
const seldom = 'browser-reports'
/** These end every request, and their time is not measured. */
const closing = ['response-headers', 'log']

export const stageTitles: Record<string, string> = {
  admit: 'Admit',
  'browser-reports': 'Reports',
  'cross-origin': 'Other origins',
  forgery: 'Forgery',
  identify: 'Identify',
  authorise: 'Authorise',
  limit: 'Limit',
  forward: 'Forward',
  'response-headers': 'Harden',
  look: 'Grade',
  log: 'Record',
}
export const stageTitle = (name: string): string => stageTitles[name] ?? name

/** Which stage says this no; of those that are not here, the last one that was reached said it. */
const stageOfCode: Record<string, string> = {
  'cross-origin': 'cross-origin',
  'forged-request': 'forgery',
  'unknown-key': 'identify',
  'key-needed': 'identify',
  'bad-token': 'identify',
  'token-unknowable': 'identify',
  'wrong-network': 'identify',
  'not-allowed': 'authorise',
  'rate-limited': 'limit',
  'upstream-failed': 'forward',
  'upstream-timeout': 'forward',
  'no-target': 'forward',
}

export const gatePath = ({ stages, refusal }: Pick<RequestRecord, 'stages' | 'refusal'>): Gate[] => {
  const measured = new Map(stages.map(({ name, ms }) => [name, ms]))
  // A stage that this console does not know stands before the forwarding, where new ones do.
  const unknown = [...measured.keys()].filter((name) => !decisions.includes(name) && !closing.includes(name))
  const known = decisions.filter((name) => name !== seldom || stages.at(-1)?.name === seldom)
  const order = [...known.slice(0, -1), ...unknown, ...known.slice(-1)]
  const last = Math.max(
    0,
    order.findLastIndex((name) => measured.has(name)),
  )
  const said = refusal === null ? -1 : order.indexOf(stageOfCode[refusal] ?? '')
  const stoppedAt = refusal === null ? null : said === -1 ? last : said
  const reached = stoppedAt ?? last
  return [
    ...order.map((name, at): Gate => ({
      name,
      kind: at === stoppedAt ? 'stopped' : at > reached ? 'never' : 'passed',
      ms: at > reached ? null : (measured.get(name) ?? null),
    })),
    ...closing.map((name): Gate => ({ name, kind: 'passed', ms: measured.get(name) ?? null })),
  ]
}

/** `Stopped at limit`, `Answered at other origins`, `All stages passed` */
export const pathWords = (path: readonly Gate[]): string => {
  const stopped = path.find(({ kind }) => kind === 'stopped')
  if (stopped) return `Stopped at ${stageTitle(stopped.name).toLowerCase()}`
  const never = path.findIndex(({ kind }) => kind === 'never')
  return never < 1 ? 'All stages passed' : `Answered at ${stageTitle(path[never - 1]!.name).toLowerCase()}`
}

interface Names {
  route: string | null
  consumer: string | null
  limit: (id: string) => string
}

/** The reason of a limit is its id; in dry run that is said behind it. */
const reasonWords = (code: string, reason: string, { limit }: Names): string => {
  if (code !== 'rate-limited') return reason
  const [id = '', ...more] = reason.split(',')
  return [`“${limit(id)}”`, ...more].join(',')
}

const forwardWords = ({ target, upstreamMs, status, brokenOff, bytesOut }: RequestRecord): string => {
  const who = target ?? 'The target'
  const took = upstreamMs === null ? '' : ` after ${formatFigure(upstreamMs, { unit: 'ms' })}`
  if (status === 0) return brokenOff === 'by-caller' ? `The caller left before ${who} answered` : `${who} gave no answer`
  const broke = brokenOff === null ? '' : brokenOff === 'by-caller' ? '; the caller left before its end' : '; it broke off before its end'
  return `${who} answered ${status}${took}, ${formatBytes(bytesOut)}${broke}`
}

/** What told who calls: a key, or a token of an issuer and, behind `~`, whom it names in short. */
const provedBy = ({ keyId, caller }: RequestRecord): string => {
  if (keyId !== null) return `, key ${keyId}`
  if (caller === null) return ''
  const [issuer = '', name] = caller.split('~')
  return `, by a token of ${issuer}${name === undefined ? '' : `, caller ${name}`}`
}

const passedWords = (stage: string, record: RequestRecord, names: Names): string => {
  switch (stage) {
    case 'admit':
      return record.route === null ? 'Taken in' : `Route ${names.route ?? record.route}, ${formatBytes(record.bytesIn)} of body`
    case 'browser-reports':
      return 'A browser told what a content policy stopped'
    case 'cross-origin':
      return record.method === 'OPTIONS' && record.target === null
        ? 'A browser asked first, and the page may call'
        : 'No page of another origin is kept from it'
    case 'forgery':
      return 'Nothing says that another site had it sent'
    case 'identify':
      if (record.consumer === null) return 'Without a key'
      return `Consumer ${names.consumer ?? record.consumer}${provedBy(record)}`
    case 'authorise':
      return record.consumer === null ? 'The route lets anybody in' : 'Its key may do that'
    case 'limit':
      return 'Within all limits'
    case 'forward':
      return forwardWords(record)
    case 'response-headers':
      return record.refusal === null ? 'Security headers set on the answer' : 'The refusal as a problem answer, with security headers'
    case 'log':
      return `Recorded under policy ${record.policyRevision}`
    default:
      return 'Let through'
  }
}

/** What a stage decided, and why. */
export const gateWords = ({ name, kind }: Gate, record: RequestRecord, names: Names): string => {
  if (kind === 'never') return 'Not reached'
  if (kind === 'stopped') {
    const { sentence } = refusalWords(record.refusal ?? '')
    if (record.reason === null) return sentence
    if (record.refusal === 'rate-limited') return `The limit ${reasonWords(record.refusal, record.reason, names)} was reached.`
    return `${sentence} ${capital(record.reason)}.`
  }
  const overlooked = record.overlooked.filter((one) => stageOfCode[codeOf(one)] === name)
  const [first] = overlooked
  if (first === undefined) return passedWords(name, record, names)
  const given = reasonOf(first)
  const reason = given === null ? null : reasonWords(codeOf(first), given, names)
  const more = overlooked.length > 1 ? `, and ${formatCounted(overlooked.length - 1, 'reason more', 'reasons more')}` : ''
  return `Let by, and would be refused: ${refusalWords(codeOf(first)).short.toLowerCase()}${reason === null ? '' : ` (${reason})`}${more}`
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)
