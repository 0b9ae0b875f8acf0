/** Incidents as people work with them: list, look into, assign, note, close and reopen; and the threat level. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import type { Incident, IncidentNote } from '../../../shared/contract/incidents.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { AuditEvent, By, Database, Writable } from '../../database/database.ts'
import type { Reader } from '../../database/reader.ts'
import { groupOf } from './entry-group.ts'
import * as store from './incident.store.ts'
import type { IncidentRow } from './incident.store.ts'
import type { IncidentSlices } from './incidents.slices.ts'
import { createLevels } from './level.service.ts'
import { entriesAt } from './log-reading.store.ts'
import { createWatching } from './watching.service.ts'

export interface Person {
  id: string
  name: string
}

export interface IncidentsOptions {
  database: Database
  reader: Reader<IncidentSlices>
  clock: Clock
  ids: Ids
  events: LiveEvents
  logger: Logger
  /** Users who exist and are not disabled, by name. */
  people(): Person[]
  /** Sequences and entries of a slice; tests take less. */
  window?: number
  limit?: number
}

/** As the window saw it. */
interface Seen {
  id: string
  version: number
}

const mostNotes = 500
/** What a report can hold. */
const mostReported = 5_000

const noSuchIncident = () => new GatehouseError('NOT_FOUND', 'There is no such incident.', {})
const stateOf = ({ closed_at_ms, assignee_name }: IncidentRow): string =>
  `${closed_at_ms === null ? 'open' : 'closed'}, and ${assignee_name === null ? 'nobody has it' : `${assignee_name} has it`}`
const changedMeanwhile = (row: IncidentRow) =>
  new GatehouseError('CONFLICT', `Incident ${row.number} was changed meanwhile: it is ${stateOf(row)}.`, {})

export const createIncidents = (options: IncidentsOptions) => {
  const { database, reader, clock, ids, events } = options
  const levels = createLevels(options)
  const watching = createWatching({ ...options, levels, scan: (input) => reader.run('incidents.scan', input) })

  const rowOf = (id: string): IncidentRow => {
    const row = database.read((db) => store.incidentById(db, id))
    if (!row) throw noSuchIncident()
    return row
  }

  /** `write` is false where the row is not what the window saw. */
  const changeSeen = async (
    by: By,
    seen: Seen,
    event: (row: IncidentRow) => AuditEvent,
    write: (tx: Writable, row: IncidentRow) => boolean,
  ): Promise<Incident> => {
    await database.change(
      by,
      (row: IncidentRow) => ({ target: { kind: 'incident', id: row.id, name: `Incident ${row.number}` }, ...event(row) }),
      (tx) => {
        const row = store.incidentById(tx, seen.id)
        if (!row) throw noSuchIncident()
        if (!write(tx, row)) throw changedMeanwhile(row)
        return row
      },
    )
    events.publish({ kind: 'incidents-changed' })
    void levels.review()
    return store.incidentOf(rowOf(seen.id))
  }

  return {
    start: () => {
      levels.start()
      watching.start()
    },
    stop: async () => {
      levels.stop()
      await watching.stop()
    },

    level: () => levels.level(),
    people: () => options.people(),

    list: (state: store.ListedState, before: number | null, limit: number) =>
      database.read((db) => {
        const rows = store.listIncidents(db, state, before ?? Number.MAX_SAFE_INTEGER, limit + 1)
        const shown = rows.slice(0, limit)
        return {
          incidents: shown.map(store.incidentOf),
          nextBefore: rows.length > limit ? shown.at(-1)!.number : null,
          open: store.countOpen(db),
        }
      }),

    /** Of a period, for its report; the newest first. */
    between: (fromMs: number, toMs: number): Incident[] =>
      database.read((db) => store.incidentsBetween(db, { fromMs, toMs }, mostReported)).map(store.incidentOf),

    get: (id: string): { incident: Incident; notes: IncidentNote[]; entries: AuditEntry[] } => {
      const row = rowOf(id)
      const { notes, found } = database.read((db) => ({
        notes: store.notesOf(db, id),
        found: entriesAt(db, JSON.parse(row.newest) as number[]),
      }))
      // In a log that was cut and written on, another entry may stand in the place of one.
      return { incident: store.incidentOf(row), notes, entries: found.filter((entry) => groupOf(entry)?.what === row.what) }
    },

    assign: async (by: By, { userId, ...seen }: Seen & { userId: string | null }): Promise<Incident> => {
      const person = userId === null ? null : options.people().find(({ id }) => id === userId)
      if (person === undefined)
        throw new GatehouseError('INVALID_INPUT', 'This user does not exist or is disabled. Choose somebody else.', { field: 'userId' })
      return changeSeen(
        by,
        seen,
        ({ number, assignee_name }) => ({
          action: 'incident.assigned',
          message:
            person === null
              ? `${by.actor.name} took incident ${number} back from ${assignee_name ?? 'nobody'}`
              : `${by.actor.name} assigned incident ${number} to ${person.id === by.actor.id ? 'themselves' : person.name}`,
          detail: { from: assignee_name, to: person?.name ?? null },
        }),
        (tx) => store.setAssignee(tx, seen, person),
      )
    },

    note: async (by: By, { id, text }: { id: string; text: string }): Promise<IncidentNote> => {
      const note: IncidentNote = { id: ids.next(), atMs: clock.now(), author: by.actor.name, text }
      await database.change(
        by,
        ({ number }: IncidentRow) => ({
          action: 'incident.noted',
          message: `${by.actor.name} wrote a note on incident ${number}`,
          target: { kind: 'incident', id, name: `Incident ${number}` },
          detail: { noteId: note.id, characters: text.length },
        }),
        (tx) => {
          const row = store.incidentById(tx, id)
          if (!row) throw noSuchIncident()
          if (store.countNotes(tx, id) >= mostNotes)
            throw new GatehouseError('INVALID_INPUT', `An incident holds up to ${mostNotes} notes.`, { field: 'text' })
          store.insertNote(tx, id, note)
          return row
        },
      )
      events.publish({ kind: 'incidents-changed' })
      return note
    },

    close: (by: By, seen: Seen): Promise<Incident> =>
      changeSeen(
        by,
        seen,
        ({ number, title, entries, events: happened, first_at_ms }) => ({
          action: 'incident.closed',
          severity: 'low',
          message: `${by.actor.name} closed incident ${number}: ${title}`,
          detail: { entries, events: happened, openForMs: clock.now() - first_at_ms },
        }),
        (tx, row) => row.closed_at_ms === null && store.setClosed(tx, seen, clock.now()),
      ),

    reopen: (by: By, seen: Seen): Promise<Incident> =>
      changeSeen(
        by,
        seen,
        ({ number, title }) => ({
          action: 'incident.reopened',
          severity: 'low',
          message: `${by.actor.name} opened incident ${number} again: ${title}`,
        }),
        (tx, row) => row.closed_at_ms !== null && store.setClosed(tx, seen, null),
      ),
  }
}
export type Incidents = ReturnType<typeof createIncidents>
