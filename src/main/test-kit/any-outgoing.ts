/** Entries and heads as they are sent on, for tests of how they are written. */
import type { Batch, OutgoingEntry, OutgoingHead } from '../features/forwarding/outgoing.ts'

export const anEntry = (changes: Partial<OutgoingEntry> = {}): OutgoingEntry => ({
  sequence: 7,
  atMs: Date.UTC(2026, 10, 21, 8, 0, 0, 5),
  severity: 'high',
  outcome: 'refused',
  action: 'session.refused',
  message: 'A session was refused',
  actor: { kind: 'user', id: '019aa000-0000-7000-8000-000000000001', name: 'mara' },
  source: '127.0.0.1',
  target: { kind: 'session', id: null, name: 'Chrome on Linux' },
  threatClass: null,
  requestId: '019aa000-0000-7000-8000-000000000002',
  count: 1,
  detail: '{"why":"too late"}',
  hash: 'ab'.repeat(32),
  previousHash: 'cd'.repeat(32),
  ...changes,
})

export const aHead: OutgoingHead = {
  sequence: 7,
  atMs: Date.UTC(2026, 10, 21, 8, 0, 1),
  hash: 'ab'.repeat(32),
  keyId: '0123456789abcdef',
  signature: Buffer.alloc(64, 3).toString('base64'),
  horizonSequence: 0,
  horizonHash: '0'.repeat(64),
}

export const aBatch = (changes: Partial<Batch> = {}): Batch => ({
  id: 'batch-1',
  entries: [anEntry()],
  head: null,
  testAtMs: null,
  ...changes,
})
