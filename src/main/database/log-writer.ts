/** Writes entries into the log inside a transaction: resolves words to ids, links each entry to the one before, counts hours. */
import { outcomes, severities } from '../../shared/contract/audit-filter.ts'
import type { Severity, Outcome } from '../../shared/contract/audit-filter.ts'
import { encodeWords, genesisHash, netstring, sha256 } from './chain.ts'
import type { AuditEvent, By, Writable } from './database.ts'
import { createEntryRows } from './entry-rows.ts'
import type { EntryRows } from './entry-rows.ts'
import { createHourCounters } from './hour-counters.ts'
import type { HourCounters } from './hour-counters.ts'
import { createLogWords } from './log-words.ts'
import { prepareEntry } from './prepare-entry.ts'
import type { PreparedEntry } from './prepare-entry.ts'

interface Tail {
  sequence: number
  atMs: number
  hash: string
}

/** A step back of more than this is an event of its own. */
const clockStepMs = 1000
const encodedSeverities = severities.map(netstring)
const encodedOutcomes = outcomes.map(netstring)
const none = { id: null, encoded: netstring(null) }

const systemBy: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }

/** What one call of `append` gathers before it writes. */
interface Batch {
  tx: Writable
  rows: EntryRows
  hours: HourCounters
}

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
  const words = createLogWords()
  const encodedInstallation = netstring(installationId)
  let expected: Tail | null = null
  let written: Tail | null = null

  const insert = (batch: Batch, tail: Tail, entry: PreparedEntry): Tail => {
    const { tx, rows, hours } = batch
    const sequence = tail.sequence + 1
    const severity = severities.indexOf(entry.severity as Severity)
    const outcome = outcomes.indexOf(entry.outcome as Outcome)
    const action = words.text(tx, entry.action)
    const actor = words.actor(tx, entry.actorKind, entry.actorId, entry.actorName)
    const source = words.text(tx, entry.source)
    const targetKind = entry.targetKind === null ? none : words.text(tx, entry.targetKind)
    const threatClass = entry.threatClass === null ? none : words.text(tx, entry.threatClass)
    const encoded = encodeWords(
      {
        installationId: encodedInstallation,
        sequence,
        atMs: entry.atMs,
        severity: encodedSeverities[severity]!,
        outcome: encodedOutcomes[outcome]!,
        action: action.encoded,
        actor: actor.encoded,
        source: source.encoded,
        targetKind: targetKind.encoded,
        targetId: entry.targetId,
        targetName: entry.targetName,
        threatClass: threatClass.encoded,
        requestId: netstring(entry.requestId),
        count: entry.count,
        message: entry.message,
        detail: entry.detail,
      },
      tail.hash,
    )
    const hash = sha256(encoded)
    rows.add({
      sequence,
      atMs: entry.atMs,
      severity,
      outcome,
      action: action.id,
      actor: actor.id,
      source: source.id,
      targetKind: targetKind.id,
      targetId: entry.targetId,
      targetName: entry.targetName,
      threatClass: threatClass.id,
      requestId: entry.requestId,
      count: entry.count,
      message: entry.message,
      detail: entry.detail,
      hash,
    })
    hours.count(entry.atMs, severity, entry.count, sequence)
    return { sequence, atMs: entry.atMs, hash }
  }

  const insertOwn = (batch: Batch, tail: Tail, atMs: number, event: AuditEvent): Tail =>
    insert(batch, tail, prepareEntry(systemBy, event, atMs))

  const tellForeignWrite = (batch: Batch, tail: Tail, left: Tail, atMs: number): Tail =>
    // Above all that was ever given out: what was cut off stays a gap, and is found.
    insertOwn(batch, { ...tail, sequence: Math.max(tail.sequence, left.sequence) }, atMs, {
      action: 'log.foreign-write',
      severity: 'critical',
      message: `Another program wrote to the log: after entry ${left.sequence} it did not end as this console had left it`,
      detail: { expectedSequence: left.sequence, foundSequence: tail.sequence },
    })

  const tellClockStep = (batch: Batch, tail: Tail, atMs: number): Tail =>
    insertOwn(batch, tail, atMs, {
      action: 'clock.stepped-back',
      severity: 'medium',
      message: `The clock of this machine stepped back by ${Math.round((tail.atMs - atMs) / 1000)} s`,
      detail: { fromMs: tail.atMs, toMs: atMs },
    })

  return {
    append: (tx, entries) => {
      if (entries.length === 0) return []
      const batch: Batch = { tx, rows: createEntryRows(tx), hours: createHourCounters() }
      let tail = written ?? readTail(tx)
      if (expected && !written && (tail.sequence !== expected.sequence || tail.hash !== expected.hash))
        tail = tellForeignWrite(batch, tail, expected, entries[0]!.atMs)
      const sequences: number[] = []
      for (const entry of entries) {
        if (entry.atMs < tail.atMs - clockStepMs) tail = tellClockStep(batch, tail, entry.atMs)
        tail = insert(batch, tail, entry)
        sequences.push(tail.sequence)
      }
      batch.rows.end()
      batch.hours.write(tx)
      written = tail
      return sequences
    },
    forget: () => {
      words.forget()
      written = null
    },
    committed: () => {
      if (written) expected = written
      written = null
    },
  }
}
