/** Writes entries into the log inside a transaction: resolves words to ids, links each entry to the one before, counts hours. */
import { outcomes, severities } from '../../shared/contract/audit-filter.ts'
import type { Severity, Outcome } from '../../shared/contract/audit-filter.ts'
import type { ChainedEntry } from './chain.ts'
import { genesisHash, hashEntry } from './chain.ts'
import type { AuditEvent, By, Writable } from './database.ts'
import { prepareEntry } from './prepare-entry.ts'
import type { PreparedEntry } from './prepare-entry.ts'

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
  /** Appends the entries in order; answers their sequences. Only inside a transaction. */
  append(tx: Writable, entries: readonly PreparedEntry[]): number[]
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
  const horizon = tx.get<{ sequence: number; hash: string }>('SELECT sequence, hash FROM log_horizon')
  const tail = last
    ? { sequence: last.sequence, atMs: last.at_ms, hash: last.hash }
    : { sequence: horizon?.sequence ?? 0, atMs: 0, hash: horizon?.hash ?? genesisHash }
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

  const countHour = (tx: Writable, entry: ChainedEntry): void => {
    const hour = {
      hour: Math.floor(entry.atMs / hourMs) * hourMs,
      severity: severities.indexOf(entry.severity as Severity),
      count: entry.count,
      sequence: entry.sequence,
    }
    // Not an upsert: that would run the trigger against REPLACE.
    const known = tx.run(
      'UPDATE log_hour SET entries = entries + 1, events = events + @count, last_sequence = @sequence WHERE hour = @hour AND severity = @severity',
      hour,
    )
    if (known.changes === 1) return
    tx.run(
      'INSERT INTO log_hour (hour, severity, entries, events, first_sequence, last_sequence) VALUES (@hour, @severity, 1, @count, @sequence, @sequence)',
      hour,
    )
  }

  const insert = (tx: Writable, tail: Tail, prepared: PreparedEntry): Tail => {
    const entry: ChainedEntry = { ...prepared, sequence: tail.sequence + 1 }
    const hash = hashEntry(installationId, entry, tail.hash)
    tx.run(
      `INSERT INTO log_entry (sequence, at_ms, severity, outcome, action, actor, source, target_kind, target_id, target_name, threat_class, request_id, count, message, detail, hash)
       VALUES (@sequence, @atMs, @severity, @outcome, @action, @actor, @source, @targetKind, @targetId, @targetName, @threatClass, @requestId, @count, @message, @detail, @hash)`,
      {
        sequence: entry.sequence,
        atMs: entry.atMs,
        severity: severities.indexOf(entry.severity as Severity),
        outcome: outcomes.indexOf(entry.outcome as Outcome),
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
    countHour(tx, entry)
    return { sequence: entry.sequence, atMs: entry.atMs, hash }
  }

  const insertOwn = (tx: Writable, tail: Tail, atMs: number, event: AuditEvent): Tail =>
    insert(tx, tail, prepareEntry(systemBy, event, atMs))

  const tellForeignWrite = (tx: Writable, tail: Tail, left: Tail, atMs: number): Tail =>
    // Above all that was ever given out: what was cut off stays a gap, and is found.
    insertOwn(tx, { ...tail, sequence: Math.max(tail.sequence, left.sequence) }, atMs, {
      action: 'log.foreign-write',
      severity: 'critical',
      message: `Another program wrote to the log: after entry ${left.sequence} it did not end as this console had left it`,
      detail: { expectedSequence: left.sequence, foundSequence: tail.sequence },
    })

  const tellClockStep = (tx: Writable, tail: Tail, atMs: number): Tail =>
    insertOwn(tx, tail, atMs, {
      action: 'clock.stepped-back',
      severity: 'medium',
      message: `The clock of this machine stepped back by ${Math.round((tail.atMs - atMs) / 1000)} s`,
      detail: { fromMs: tail.atMs, toMs: atMs },
    })

  return {
    append: (tx, entries) => {
      if (entries.length === 0) return []
      let tail = written ?? readTail(tx)
      if (expected && !written && (tail.sequence !== expected.sequence || tail.hash !== expected.hash))
        tail = tellForeignWrite(tx, tail, expected, entries[0]!.atMs)
      const sequences: number[] = []
      for (const entry of entries) {
        if (entry.atMs < tail.atMs - clockStepMs) tail = tellClockStep(tx, tail, entry.atMs)
        tail = insert(tx, tail, entry)
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
