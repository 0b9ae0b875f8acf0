/** Takes what browsers tell of a policy of contents, at a path of the guard's own: never sent on, and bounded in every way. */
import type { IncomingMessage } from 'node:http'
import type { Clock } from '../../ports/clock.ts'
import { reportPrefix } from '../../shared/browser-findings.ts'
import type { BrowserFindingsSink } from '../browsers/findings.ts'
import { readReports } from '../browsers/read-reports.ts'
import type { Exchange } from '../exchange.ts'
import type { Refusal } from '../refusal.ts'
import type { Stage } from '../stage.ts'

const mostBytes = 64 * 1024
const mostMs = 5_000
const mostPerSecond = 50

const tooLarge: Refusal = { code: 'too-large', title: 'The report is too large.' }
const tooMany: Refusal = { code: 'busy', title: 'Too many reports at once.', headers: ['retry-after', '60'] }
const wrongMethod: Refusal = { code: 'method-refused', title: 'Reports are sent with POST.', headers: ['allow', 'POST'] }
const unclear: Refusal = { code: 'bad-request', title: 'This is no report of a browser.' }

/** Null where it is too long or too slow. */
const readBody = (request: IncomingMessage, clock: Clock): Promise<string | null> =>
  new Promise((resolve) => {
    const pieces: Buffer[] = []
    let bytes = 0
    const finish = (body: string | null) => {
      stop()
      request.off('data', take).off('end', end).off('close', gone)
      resolve(body)
    }
    const take = (piece: Buffer) => {
      bytes += piece.length
      pieces.push(piece)
      if (bytes > mostBytes) finish(null)
    }
    const end = () => finish(Buffer.concat(pieces).toString('utf8'))
    const gone = () => finish(null)
    const stop = clock.after(mostMs, gone)
    request.on('data', take).on('end', end).on('close', gone)
  })

const isReport = ({ headers }: IncomingMessage): boolean =>
  /^application\/(?:csp-report|reports\+json|json)\b/i.test(headers['content-type'] ?? '')

export const createBrowserReports = (findings: BrowserFindingsSink, clock: Clock): Stage => {
  let second = -1
  let thisSecond = 0
  const isOneTooMany = (): boolean => {
    const now = Math.floor(clock.monotonic() / 1000)
    if (now !== second) thisSecond = 0
    second = now
    return ++thisSecond > mostPerSecond
  }
  const take = async ({ request, route, tried }: Exchange): Promise<boolean | null> => {
    const body = await readBody(request, clock)
    if (body === null) return null
    const stopped = readReports(body, request.headers.host ?? '')
    // One that is only decided about was seen by no browser.
    if (tried?.sends !== false) for (const one of stopped ?? []) findings.count(route!.route.id, one)
    return stopped !== null
  }

  return {
    name: 'browser-reports',
    why: 'before all that asks who calls: browsers report without a key',
    fails: 'closed',
    decides: false,
    request: (exchange) => {
      const { request, route, comparable, snapshot } = exchange
      if (snapshot.reportRoutes.size === 0 || !comparable.startsWith(reportPrefix) || snapshot.reportRoutes.get(comparable) !== route)
        return null
      if (request.method !== 'POST') return wrongMethod
      if (isOneTooMany()) return tooMany
      if (!isReport(request)) return unclear
      if (Number(request.headers['content-length'] ?? 0) > mostBytes) return tooLarge
      return take(exchange).then((known) => {
        if (known === null) return tooLarge
        if (!known) return unclear
        exchange.reply = 204
        return null
      })
    },
  }
}
