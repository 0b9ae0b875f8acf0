/** Door 3, narrow by list: the tables and columns that bookkeeping may write without an entry in the log, each with its reason. */
import type { Note } from './database.ts'

interface NoteTable {
  /** What UPDATE may set; 'any' also allows INSERT and DELETE. */
  columns: readonly string[] | 'any'
  why: string
}

export const noteTables: Record<string, NoteTable> = {
  session: { columns: ['last_input_at_ms'], why: 'A person moved the mouse: it grants nothing that was not granted.' },
  user: {
    columns: ['last_seen_at_ms'],
    why: 'When somebody was last at work, at most once a minute: it grants nothing, and is not sealed.',
  },
  access_token: {
    columns: ['last_used_at_ms', 'last_used_from'],
    why: 'When and from where a token was used last, at most once a minute: it grants nothing, and what was done with it has entries.',
  },
  sign_in_failure: { columns: 'any', why: 'Counters by name that slow guessing down; each refusal and each lock has its own entry.' },
  keychain_entry: {
    columns: 'any',
    why: 'Ids of entries in the keychain, noted before they are written, so that a crash leaves none forgotten. They open nothing.',
  },
  saved_filter: { columns: 'any', why: "A user's own bookmarks of the log's filters: they grant nothing, and nobody else sees them." },
  forwarding_progress: {
    columns: ['position', 'head_sequence', 'sending_until', 'sending_head', 'delivered', 'lost', 'last_delivered_at_ms'],
    why: 'How far the log was sent to each destination, twice for every batch. An entry for each would be sent on itself, without end.',
  },
  contact_point_progress: { columns: 'any', why: 'How it goes with each contact point, after every try; it grants nothing.' },
  notification_alert: { columns: 'any', why: 'Alerts until everybody knows that they are over; how each fired and ended has its entry.' },
  notification_thread: {
    columns: 'any',
    why: 'Who was told of which alert, so that nobody is told twice. An entry for each would double the alerts.',
  },
  notification_delivery: { columns: 'any', why: 'The outbox: each message and what became of it, which anybody who sees alerts sees too.' },
  notification_delivery_alert: { columns: 'any', why: 'Which alerts a message of the outbox tells of.' },
  incident: {
    columns: ['title', 'source', 'severity', 'first_at_ms', 'last_at_ms', 'last_sequence', 'entries', 'events', 'newest'],
    why: 'Counters of an incident that is open: a flood must not be entered a second time. Its opening and all that people do have entries.',
  },
  incident_gathering: { columns: 'any', why: 'Counts entries of the log that may become an incident; its opening has an entry.' },
  alert: {
    columns: ['value', 'worst', 'holds', 'over_ms', 'unknown_ms'],
    why: 'The newest figure of an alert, and how far it is on its way to be over; that it fired and resolved has entries.',
  },
  alert_pending: {
    columns: 'any',
    why: 'What breaches a rule but not yet for as long as the rule asks. When it fires, that has an entry.',
  },
  content_report: {
    columns: 'any',
    why: 'What browsers told that a policy stopped: counters that grant nothing. That they are forgotten has an entry.',
  },
  seen_answer: { columns: 'any', why: 'What goes out on a route, looked at now and then; it grants nothing.' },
  backup_check: {
    columns: 'any',
    why: 'When a backup was last read whole and found good. Making, verifying and removing one have entries.',
  },
  backup_daily: { columns: 'any', why: 'When the last daily backup was made, so that there is never a second one of the same day.' },
  backup_restored: { columns: 'any', why: 'That the start after a restore told of it; the restore itself has its entry.' },
  incident_watch: {
    columns: ['sequence', 'level', 'level_since_ms'],
    why: 'How far the log has been grouped, and the threat level, which follows from the log; high and critical levels have entries.',
  },
}

const anyStatement = /^(?:UPDATE|INSERT (?:OR (?:IGNORE|REPLACE) )?INTO|DELETE FROM) (\w+)\b/i
/** Plain assignments only: in an expression a column could hide that is not on the list. */
const plainUpdate = /^UPDATE (\w+) SET (\w+ = @\w+(?:, \w+ = @\w+)*) WHERE /i

const tableWritten = (text: string, { columns }: NoteTable): string | undefined => {
  if (columns === 'any') return anyStatement.exec(text)?.[1]
  const [, table, assignments] = plainUpdate.exec(text) ?? []
  const set = assignments?.split(', ').map((assignment) => assignment.split(' = ')[0]!)
  return set?.every((column) => columns.includes(column)) ? table : undefined
}

/** Throws where the statement is not one that the list allows. */
export const defineNote = (table: keyof typeof noteTables & string, sql: string): Note => {
  const allowed = noteTables[table]
  if (!allowed) throw new Error(`No note may write ${table}: add it to noteTables with a reason.`)
  const text = sql.trim()
  if (tableWritten(text, allowed) !== table) throw new Error(`A note on ${table} may not run: ${text}`)
  return { sql: text } as Note
}
