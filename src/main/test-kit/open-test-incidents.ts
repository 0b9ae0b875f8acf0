/** The incidents feature over a real database, with slices on this thread and a clock moved by hand. */
import { onTestFinished } from 'vitest'
import { createIds } from '../../ports/ids.ts'
import { createLiveEvents } from '../../ports/live-events.ts'
import type { CoreEvent } from '../../ports/live-events.ts'
import { silentLogger } from '../../ports/logger.ts'
import { openForReading } from '../database/connection.ts'
import type { AuditEvent, By } from '../database/database.ts'
import type { Reader } from '../database/reader.ts'
import { createIncidents } from '../features/incidents/incidents.service.ts'
import type { IncidentsOptions } from '../features/incidents/incidents.service.ts'
import { incidentSlices } from '../features/incidents/incidents.slices.ts'
import type { IncidentSlices } from '../features/incidents/incidents.slices.ts'
import { openTestDatabase } from './open-test-database.ts'

export const mara: By = { actor: { kind: 'user', id: 'user-mara', name: 'mara' }, source: '127.0.0.1', requestId: null }
export const alex: By = { actor: { kind: 'user', id: 'user-alex', name: 'alex' }, source: '127.0.0.1', requestId: null }
export const from = (source: string): By => ({ actor: { kind: 'anonymous', id: null, name: 'anonymous' }, source, requestId: null })

/** A wrong password for that name. */
export const refusedSignIn = (name: string, changes: Partial<AuditEvent> = {}): AuditEvent => ({
  action: 'sign-in.refused',
  severity: 'low',
  outcome: 'refused',
  target: { kind: 'user', id: null, name },
  message: `A sign-in as “${name}” was refused: the password was wrong`,
  ...changes,
})
export const blocked = (threatClass: string, changes: Partial<AuditEvent> = {}): AuditEvent => ({
  action: 'request.blocked',
  severity: 'medium',
  outcome: 'refused',
  threatClass,
  message: `A request of the class ${threatClass} was blocked`,
  ...changes,
})

/** Everything that was promised has happened by then: the slices run on this thread. */
const turn = () => new Promise((resolve) => setImmediate(resolve))

export const openTestIncidents = (changes: Partial<Pick<IncidentsOptions, 'window' | 'limit' | 'logger'>> = {}) => {
  let events = createLiveEvents()
  const told: CoreEvent[] = []
  const opened = openTestDatabase({ onAppended: (lastSequence) => events.publish({ kind: 'audit-appended', lastSequence }) })
  const { clock, path } = opened
  const { connection, handle } = openForReading(path)
  onTestFinished(() => void connection.close())
  let caughtUp = false
  let refuse: Error | null = null
  const people = [mara, alex].map(({ actor }) => ({ id: actor.id!, name: actor.name }))

  const start = () => {
    events = createLiveEvents()
    events.subscribe((event) => told.push(event))
    caughtUp = false
    const reader: Reader<IncidentSlices> = {
      run: async (name, input) => {
        if (refuse) throw refuse
        const scan = incidentSlices[name](handle, structuredClone(input))
        caughtUp = scan.upTo >= scan.lastSequence
        return scan as never
      },
      close: async () => {},
    }
    const incidents = createIncidents({
      database: opened.database,
      reader,
      clock,
      ids: createIds(clock),
      events,
      logger: silentLogger,
      people: () => people,
      ...changes,
    })
    incidents.start()
    return incidents
  }
  let incidents = start()
  onTestFinished(() => incidents.stop())

  const lastSequence = () => opened.database.read((db) => db.get<{ last: number }>('SELECT max(sequence) AS last FROM log_entry')!.last)

  return {
    ...opened,
    told,
    people,
    get database() {
      return opened.database
    },
    get incidents() {
      return incidents
    },
    /** One step of a quarter of a second. */
    step: async () => {
      clock.advance(250)
      await turn()
    },
    /** Until there is nothing more to look at. */
    settle: async () => {
      await opened.database.flush()
      for (let quiet = 0; quiet < 2;) {
        const before = lastSequence()
        clock.advance(250)
        await turn()
        quiet = caughtUp && lastSequence() === before ? quiet + 1 : 0
      }
    },
    /** While this is set, the log cannot be read. */
    refuseReading: (error: Error | null) => {
      refuse = error
    },
    append: async (by: By, event: AuditEvent, times = 1) => {
      const waiting = Array.from({ length: times }, () => opened.database.append(by, event))
      await opened.database.flush()
      await Promise.all(waiting)
    },
    /** `orderly` false: as after a crash, when what was not noted is lost. */
    restart: async (orderly = true) => {
      if (orderly) await incidents.stop()
      await opened.reopen()
      incidents = start()
    },
    open: () => incidents.list('open', null, 100).incidents,
    all: () => incidents.list('all', null, 100).incidents,
    /** All that was entered, oldest first. */
    actions: () =>
      opened.database.read((db) =>
        db
          .all<{ action: string }>(
            'SELECT log_text.text AS action FROM log_entry JOIN log_text ON log_text.id = log_entry.action ORDER BY sequence',
          )
          .map(({ action }) => action),
      ),
  }
}
