/** What became of a request that was tried, in words, and what a change makes different. Pure. */
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import type { Policy } from '../../../shared/policy.ts'
import type { Tried, TriedStage } from '../../../shared/tried-request.ts'
import { formatBytes, formatCount, formatCounted } from '../../ui/format.ts'
import { stageTitle } from '../traffic/gate-path.ts'
import { refusalWords } from '../traffic/refusal-words.ts'

type Names = Pick<Policy, 'routes' | 'consumers' | 'limits'>
const nameIn = (among: readonly { id: string; name: string }[], id: string): string => among.find((one) => one.id === id)?.name ?? id

export const routeName = ({ routes }: Names, id: string): string => nameIn(routes, id)

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

const limitWords = ({ limits }: Names, { limits: readings }: Tried): string =>
  readings.length === 0
    ? 'No limit holds for it'
    : readings.map(({ limit, left }) => `“${nameIn(limits, limit)}”: ${formatCount(Math.floor(left))} left`).join(', ')

const passedWords = (stage: TriedStage, tried: Tried, names: Names): string => {
  switch (stage.name) {
    case 'admit':
      return tried.route === null ? 'Taken in' : `Route ${routeName(names, tried.route)}`
    case 'identify':
      return tried.consumer === null ? 'Without a consumer' : `Consumer ${nameIn(names.consumers, tried.consumer)}`
    case 'authorise':
      return tried.consumer === null ? 'The route lets anybody in' : 'Its key may do that'
    case 'limit':
      return limitWords(names, tried)
    case 'forward':
      if (tried.answer === null) return tried.sent ? `Would go to ${tried.sent.target}` : 'Would go on'
      return `${tried.sent?.target ?? 'The target'} answered ${tried.answer.status}, ${formatBytes(tried.answer.bodyBytes)}`
    case 'response-headers':
      return 'Security headers set on the answer'
    case 'look':
      return 'Looked at for the grade of the route'
    case 'log':
      return 'Recorded, as tried'
    default:
      return 'Nothing against it'
  }
}

/** The reason of a limit is its id. */
const reasonWords = ({ code, reason }: TriedStage, names: Names): string | null => {
  if (reason === null || code !== 'rate-limited') return reason
  const [id = '', ...more] = reason.split(',')
  return [`“${nameIn(names.limits, id)}”`, ...more].join(',')
}

export const stageWords = (stage: TriedStage, tried: Tried, names: Names): string => {
  if (stage.kind === 'never') {
    if (stage.name === 'log') return 'Nothing is recorded'
    return tried.sent && !tried.answer ? 'Waits for an answer; nothing was sent' : 'Not reached'
  }
  if (stage.kind === 'answered') return 'Answers it by itself; nothing goes on'
  if (stage.kind === 'passed') return passedWords(stage, tried, names)
  const reason = reasonWords(stage, names)
  const title = stage.title ?? 'It was refused.'
  if (stage.kind === 'stopped') return reason === null ? title : `${title} ${capital(reason)}.`
  return `Let by, and would be refused: ${title.replace(/\.$/, '').toLowerCase()}${reason === null ? '' : ` (${reason})`}`
}

export interface TriedVerdict {
  words: string
  /** Null where nothing stopped it. */
  severity: Severity | null
}

export const verdictOf = ({ stages, answer, problem }: Tried): TriedVerdict => {
  const stopped = stages.find(({ kind }) => kind === 'stopped')
  if (stopped) return { words: `Stopped at ${stageTitle(stopped.name).toLowerCase()}`, severity: refusalWords(stopped.code ?? '').severity }
  if (problem !== null) return { words: 'No answer', severity: 'medium' }
  if (answer) return { words: `Answered ${answer.status}`, severity: answer.status >= 500 ? 'high' : null }
  return { words: 'Would be let through', severity: null }
}

const whyWords: Record<Tried['notChosen'][number]['why'], (detail: string | null) => string> = {
  outranked: () => 'matches too, and the other is more particular',
  off: () => 'would match, and is off',
  header: (detail) => `asks for the header ${detail}`,
  method: (detail) => `takes only ${detail}`,
  host: (detail) => `is for ${detail}`,
  path: (detail) => `is for ${detail}`,
}
export const notChosenWords = ({ why, detail }: Tried['notChosen'][number]): string => whyWords[why](detail)

export interface TriedDifference {
  name: string
  now: string
  after: string
}

const headersOf = ({ sent }: Tried): ReadonlyMap<string, string> =>
  new Map(sent?.headers.map(({ name, value }) => [name, value ?? 'there, not shown']) ?? [])
/** Its id is new with each try. */
const ofThisTry = new Set(['x-request-id', 'traceparent', 'tracestate'])

const headerDifferences = (now: Tried, after: Tried): TriedDifference[] => {
  if (!now.sent || !after.sent) return []
  const [was, is] = [headersOf(now), headersOf(after)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name) => {
    if (ofThisTry.has(name) || was.get(name) === is.get(name)) return []
    return [{ name: `Header ${name}`, now: was.get(name) ?? 'none', after: is.get(name) ?? 'none' }]
  })
}

/** `before`, `names`: of the policy in force, and of the changed one. */
export const differencesOf = (now: Tried, after: Tried, before: Names, names: Names): TriedDifference[] => {
  const part = (name: string, words: (tried: Tried, of: Names) => string): TriedDifference[] => {
    const [was, is] = [words(now, before), words(after, names)]
    return was === is ? [] : [{ name, now: was, after: is }]
  }
  return [
    ...part('Outcome', (tried) => verdictOf(tried).words),
    ...part('Route', ({ route }, of) => (route === null ? 'none' : routeName(of, route))),
    ...part('Consumer', ({ consumer }, of) => (consumer === null ? 'nobody' : nameIn(of.consumers, consumer))),
    ...part('Answer', ({ answer }) => (answer ? String(answer.status) : 'of the target')),
    ...part('Goes to', ({ sent }) => (sent ? `${sent.method} ${sent.target}${sent.path}` : 'nowhere')),
    ...part('Limits', (tried, of) => limitWords(of, tried)),
    ...headerDifferences(now, after),
  ]
}

export const moreWords = (count: number): string => `and ${formatCounted(count, 'route', 'routes')} further off`
