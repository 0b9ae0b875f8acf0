/** What was learnt of browsers since the console took it last: counted, bounded, and nothing of who it was. */
import type { BrowserFindings, SeenAnswer } from '../../shared/browser-findings.ts'
import type { Stopped } from './read-reports.ts'

const mostReports = 2_000
const mostOfRoute = 200
const mostAnswers = 2_000
/** Of one route and kind: what goes out changes seldom. */
const lookEveryMs = 10_000

export const createBrowserFindings = () => {
  let reports = new Map<string, BrowserFindings['reports'][number]>()
  let byRoute = new Map<string, number>()
  let answers = new Map<string, SeenAnswer>()
  const lookedMs = new Map<string, number>()

  return {
    count: (route: string, { directive, blocked }: Stopped): void => {
      const key = `${route} ${directive} ${blocked}`
      const known = reports.get(key)
      if (known) return void (known.count += 1)
      const ofRoute = byRoute.get(route) ?? 0
      if (reports.size >= mostReports || ofRoute >= mostOfRoute) return
      byRoute.set(route, ofRoute + 1)
      reports.set(key, { route, directive, blocked, count: 1 })
    },
    /** Whether another look at what goes out is due. `nowMs`: monotonic. */
    isDue: (route: string, html: boolean, nowMs: number): boolean => {
      const key = `${route} ${html}`
      const last = lookedMs.get(key)
      if (last !== undefined && nowMs - last < lookEveryMs) return false
      if (last === undefined && lookedMs.size >= mostAnswers) lookedMs.clear()
      lookedMs.set(key, nowMs)
      return true
    },
    saw: (answer: SeenAnswer): void => void answers.set(`${answer.route} ${answer.html}`, answer),
    /** Another policy may change what goes out at once. */
    lookAgain: (): void => lookedMs.clear(),
    /** Null where there is nothing new. */
    take: (): BrowserFindings | null => {
      if (reports.size === 0 && answers.size === 0) return null
      const taken = { reports: [...reports.values()], answers: [...answers.values()] }
      reports = new Map()
      byRoute = new Map()
      answers = new Map()
      return taken
    },
  }
}
export type BrowserFindingsSink = ReturnType<typeof createBrowserFindings>
