/** Keeps what the guard learns of browsers, and answers it by route. */
import type { Clock } from '../../../ports/clock.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { BrowserFindings, SeenAnswer } from '../../../shared/browser-findings.ts'
import { seenAnswerSchema } from '../../../shared/browser-findings.ts'
import type { By, Database, Note, SqlParams } from '../../database/database.ts'
import * as store from './browsers.store.ts'

export interface BrowsersOptions {
  database: Database
  clock: Clock
  events: LiveEvents
  logger: Logger
  /** Null where there is no such route. */
  routeName(id: string): string | null
}

const keptMs = 30 * 86_400_000
const keptOfRoute = 200

export const createBrowsers = ({ database, clock, events, logger, routeName }: BrowsersOptions) => {
  const read = (texts: readonly string[]): SeenAnswer[] => texts.map((text) => seenAnswerSchema.parse(JSON.parse(text)))
  return {
    /** Never throws: what browsers say is not worth a guard that is cut off. */
    take: ({ reports, answers }: BrowserFindings): void => {
      const atMs = clock.now()
      // Of a route that was removed meanwhile nothing is kept.
      const known = reports.filter(({ route }) => routeName(route) !== null)
      const seen = answers.filter(({ route }) => routeName(route) !== null)
      if (known.length === 0 && seen.length === 0) return
      try {
        const notes: [Note, SqlParams][] = known.map((report) => [store.noteReport, { ...report, atMs }])
        if (notes.length > 0) notes.push([store.noteFewerReports, { beforeMs: atMs - keptMs, kept: keptOfRoute }])
        for (const answer of seen)
          notes.push([
            store.noteAnswer,
            { route: answer.route, html: Number(answer.html), atMs: answer.atMs, answer: JSON.stringify(answer) },
          ])
        database.noteTogether(notes)
        events.publish({ kind: 'guard-changed' })
      } catch (error) {
        logger.error({ err: error }, 'what browsers reported could not be kept')
      }
    },

    ofRoute: (route: string) => database.read((db) => ({ reports: store.reportsOf(db, route), answers: read(store.answersOf(db, route)) })),
    seen: () => database.read((db) => read(store.allAnswers(db))).filter(({ route }) => routeName(route) !== null),

    /** Changes what others see, so it has its entry. */
    forgetReports: async (by: By, route: string): Promise<{ forgotten: number }> => {
      const forgotten = database.read((db) => store.reportsOf(db, route)).length
      if (forgotten === 0) return { forgotten }
      const name = routeName(route) ?? route
      await database.change(
        by,
        {
          action: 'guard.reports-forgotten',
          severity: 'low',
          message: `${by.actor.name} had ${forgotten === 1 ? 'a report' : `${forgotten} reports`} of browsers forgotten`,
          target: { kind: 'route', id: route, name },
        },
        (tx) => store.forgetReports(tx, route),
      )
      events.publish({ kind: 'guard-changed' })
      return { forgotten }
    },
  }
}
export type Browsers = ReturnType<typeof createBrowsers>
