/** What this computer shows: in the desktop app by itself, in a browser by its open windows; never while nobody's session is open. */
import type { Clock } from '../../../ports/clock.ts'
import type { DesktopNotices } from '../../../ports/desktop-notices.ts'
import type { DesktopMessage } from '../../../shared/contract/notifications.ts'
import type { Database } from '../../database/database.ts'
import { allContactPoints } from './contact-point.store.ts'
import { sentenceOf, titleOf } from './message-words.ts'
import type { LinkTo } from './message-words.ts'
import type { Message } from './message.ts'
import { deliveredSince } from './outbox.store.ts'
import { fillTemplate } from './template.ts'

export interface DesktopMessagesOptions {
  database: Database
  clock: Clock
  linkTo: LinkTo
  /** Null where no desktop belongs to the console. */
  notices: DesktopNotices | null
  /** Whether anybody's session is open and not locked. */
  anybodyIsThere(): boolean
  /** Windows may have something to show. */
  changed(): void
}

/** What is older is no news: the bell and the page of alerts tell it. */
const shownForMs = 300_000
const maxRemembered = 200
const maxTests = 5
/** With the tests fewer than a browser's window remembers to have shown (50): else it would show the first ones over and over. */
const maxListed = 40

export const createDesktopMessages = ({ database, clock, linkTo, notices, anybodyIsThere, changed }: DesktopMessagesOptions) => {
  const shown = new Set<string>()
  /** In memory alone: a test is no delivery. */
  let tests: DesktopMessage[] = []
  const startedAtMs = clock.now()

  const shownOf = (id: string, atMs: number, message: Message, template: string | null): DesktopMessage => ({
    id,
    title: titleOf(message),
    text: template === null ? sentenceOf(message) : fillTemplate(template, message, linkTo, (text) => text),
    severity: message.severity,
    atMs,
    alertId: message.alerts[0]?.id ?? null,
  })

  const listSince = (sinceMs: number): DesktopMessage[] =>
    database.read((db) => {
      const points = allContactPoints(db).filter(({ channel }) => channel.kind === 'desktop')
      return points
        .flatMap(({ id, template }) => deliveredSince(db, [id], sinceMs).map((one) => shownOf(one.id, one.atMs, one.message, template)))
        .toSorted((a, b) => a.atMs - b.atMs)
        .slice(-maxListed)
    })

  const show = (message: DesktopMessage) => {
    if (!notices || shown.has(message.id)) return
    shown.add(message.id)
    for (const id of shown) if (shown.size > maxRemembered) shown.delete(id)
    notices.show(message)
  }

  return {
    list: (): DesktopMessage[] => {
      tests = tests.filter(({ atMs }) => atMs >= clock.now() - shownForMs)
      return [...listSince(clock.now() - shownForMs), ...tests].toSorted((a, b) => a.atMs - b.atMs)
    },
    /** Shows what is new; what came while everybody's session was locked, when one is opened again. */
    look: (): void => {
      if (!notices || !anybodyIsThere()) return
      // What a console before this one showed is not shown again.
      for (const message of listSince(Math.max(startedAtMs, clock.now() - shownForMs))) show(message)
    },
    showTest: (id: string, message: Message): void => {
      const test = shownOf(id, message.atMs, message, null)
      tests = [...tests, test].slice(-maxTests)
      if (anybodyIsThere()) show(test)
      changed()
    },
  }
}
