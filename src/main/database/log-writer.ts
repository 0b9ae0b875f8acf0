/** Writes entries into the log inside a transaction: resolves words to ids, links each entry to the one before, counts hours. */
import { outcomes, severities } from '../../shared/contract/audit.ts'
import type { ChainedEntry } from './chain.ts'
import { genesisHash, hashEntry, keepable } from './chain.ts'
import type { AuditEvent, By, Writable } from './database.ts'

export interface LogEvent {
  by: By
  event: AuditEvent
  atMs: number
}

interface Tail {
  sequence: number
  atMs: number
  hash: string
}

/** A step back of more than this is an event of its own. */
const clockStepMs = 1000
const hourMs = 3_600_000
const keptWords = 10_000

const systemBy: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }

export interface LogWriter {
  /** Appends the events in order; answers their sequences. Only inside a transaction. */
  append(tx: Writable, events: readonly LogEvent[]): number[]
  /** After a rollback: forgets the words whose ids were rolled back, and what was thought to be the tail. */
  forget(): void
  /** After a commit: from here on a different tail means that another program wrote. */
  committed(): void
}

const readTail = (tx: Writable): Tail => {
  const last = tx.get<{ sequence: number; at_ms: number; hash: string }>(
    'SELECT sequence, at_ms, lower(hex(hash)) AS hash FROM log_entry ORDER BY sequence DESC LIMIT 1',
  )
  const head = tx.get<{ sequence: number }>('SELECT sequence FROM log_head ORDER BY sequence DESC LIMIT 1')
  const horizon = tx.get<{ sequence: number; hash: string }>('SELECT sequence, hash FROM log_horizon')!
  const tail = last
    ? { sequence: last.sequence, atMs: last.at_ms, hash: last.hash }
    : { sequence: horizon.sequence, atMs: 0, hash: horizon.hash || genesisHash }
  // Below a signed head no sequence is given twice: a cut tail stays a gap, and is found.
  return head && head.sequence > tail.sequence ? { ...tail, sequence: head.sequence } : tail
}

export const createLogWriter = (installationId: string): LogWriter => {
  const texts = new Map<string, number>()
  const actors = new Map<string, number>()
  let expected: Tail | null = null
  let written: Tail | null = null

  const textId = (tx: Writable, text: string): number => {
    const known = texts.get(text)
    if (known !== undefined) return known
    const row =
      tx.get<{ id: number }>('SELECT id FROM log_text WHERE text = @text', { text }) ??
      tx.get<{ id: number }>(
        'INSERT INTO log_text (id, text) VALUES ((SELECT coalesce(max(id), 0) + 1 FROM log_text), @text) RETURNING id',
        { text },
      )!
    if (texts.size >= keptWords) texts.clear()
    texts.set(text, row.id)
    return row.id
  }

  const actorId = (tx: Writable, kind: string, reference: string, name: string): number => {
    const key = JSON.stringify([kind, reference, name])
    const known = actors.get(key)
    if (known !== undefined) return known
    const actor = { kind, reference, name }
    const row =
      tx.get<{ id: number }>('SELECT id FROM log_actor WHERE kind = @kind AND reference = @reference AND name = @name', actor) ??
      tx.get<{ id: number }>(
        'INSERT INTO log_actor (id, kind, reference, name) VALUES ((SELECT coalesce(max(id), 0) + 1 FROM log_actor), @kind, @reference, @name) RETURNING id',
        actor,
      )!
    if (actors.size >= keptWords) actors.clear()
    actors.set(key, row.id)
    return row.id
  }

  const insert = (tx: Writable, tail: Tail, { by, event, atMs }: LogEvent): Tail => {
    const entry: ChainedEntry = {
      sequence: tail.sequence + 1,
      atMs,
      severity: event.severity ?? 'info',
      outcome: event.outcome ?? 'done',
      action: keepable(event.action),
      actorKind: by.actor.kind,
      actorId: by.actor.id === null || by.actor.id === '' ? null : keepable(by.actor.id),
      actorName: keepable(by.actor.name),
      source: keepable(by.source),
      targetKind: event.target ? keepable(event.target.kind) : null,
      targetId: event.target?.id ? keepable(event.target.id) : null,
      targetName: event.target ? keepable(event.target.name) : null,
      threatClass: event.threatClass ? keepable(event.threatClass) : null,
      requestId: by.requestId,
      count: event.count ?? 1,
      message: keepable(event.message),
      detail: keepable(JSON.stringify(event.detail ?? {})),
    }
    const hash = hashEntry(installationId, entry, tail.hash)
    tx.run(
      `INSERT INTO log_entry (sequence, at_ms, severity, outcome, action, actor, source, target_kind, target_id, target_name, threat_class, request_id, count, message, detail, hash)
       VALUES (@sequence, @atMs, @severity, @outcome, @action, @actor, @source, @targetKind, @targetId, @targetName, @threatClass, @requestId, @count, @message, @detail, @hash)`,
      {
        sequence: entry.sequence,
        atMs,
        severity: severities.indexOf(event.severity ?? 'info'),
        outcome: outcomes.indexOf(event.outcome ?? 'done'),
        action: textId(tx, entry.action),
        actor: actorId(tx, entry.actorKind, entry.actorId ?? '', entry.actorName),
        source: textId(tx, entry.source),
        targetKind: entry.targetKind === null ? null : textId(tx, entry.targetKind),
        targetId: entry.targetId,
        targetName: entry.targetName,
        threatClass: entry.threatClass === null ? null : textId(tx, entry.threatClass),
        requestId: entry.requestId === null ? null : Buffer.from(entry.requestId.replaceAll('-', ''), 'hex'),
        count: entry.count,
        message: entry.message,
        detail: entry.detail,
        hash: Buffer.from(hash, 'hex'),
      },
    )
    tx.run(
      `INSERT INTO log_hour (hour, severity, entries, events, first_sequence, last_sequence) VALUES (@hour, @severity, 1, @count, @sequence, @sequence)
       ON CONFLICT (hour, severity) DO UPDATE SET entries = entries + 1, events = events + @count, last_sequence = @sequence`,
      {
        hour: Math.floor(atMs / hourMs) * hourMs,
        severity: severities.indexOf(event.severity ?? 'info'),
        count: entry.count,
        sequence: entry.sequence,
      },
    )
    return { sequence: entry.sequence, atMs, hash }
  }

  return {
    append: (tx, events) => {
      let tail = written ?? readTail(tx)
      if (expected && !written && (tail.sequence !== expected.sequence || tail.hash !== expected.hash)) {
        tail = insert(tx, tail, {
          by: systemBy,
          atMs: events[0]!.atMs,
          event: {
            action: 'log.foreign-write',
            severity: 'critical',
            message: `Another program wrote to the log: after entry ${expected.sequence} it did not end as this console had left it`,
            detail: { expectedSequence: expected.sequence, foundSequence: tail.sequence },
          },
        })
      }
      const sequences: number[] = []
      for (const logEvent of events) {
        if (logEvent.atMs < tail.atMs - clockStepMs) {
          const seconds = Math.round((tail.atMs - logEvent.atMs) / 1000)
          tail = insert(tx, tail, {
            by: systemBy,
            atMs: logEvent.atMs,
            event: {
              action: 'clock.stepped-back',
              severity: 'medium',
              message: `The clock of this machine stepped back by ${seconds} s`,
              detail: { fromMs: tail.atMs, toMs: logEvent.atMs },
            },
          })
        }
        tail = insert(tx, tail, logEvent)
        sequences.push(tail.sequence)
      }
      written = tail
      return sequences
    },
    forget: () => {
      texts.clear()
      actors.clear()
      written = null
    },
    committed: () => {
      if (written) expected = written
      written = null
    },
  }
}
