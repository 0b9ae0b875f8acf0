/** The doors of the database as types: who may read, and the only ways to write. */
import type { Actor, Outcome, Severity, Target } from '../../shared/contract/audit-filter.ts'

export type SqlValue = string | number | bigint | null | Uint8Array
export type SqlParams = Record<string, SqlValue>

/** A handle to read with. Statements are prepared once and kept by their text. Named parameters: `@name`. */
export interface Readable {
  get<Row>(sql: string, params?: SqlParams): Row | undefined
  all<Row>(sql: string, params?: SqlParams): Row[]
}

/** A handle to write with: exists only inside `change` (and migrations), so that no change is without its entry. */
export interface Writable extends Readable {
  /** An array for plain `?`, where rows are many. */
  run(sql: string, params?: SqlParams | readonly SqlValue[]): { changes: number }
}

/** Who did it, from where, in which request. */
export interface By {
  actor: Actor
  source: string
  requestId: string | null
  /** With which access token of the actor, if with one: named in the entry's detail. */
  accessToken?: { id: string; name: string }
}

/** What happened. `severity` info, `outcome` done and `count` 1 unless said. */
export interface AuditEvent {
  /** Subject and verb in the past: `session.opened`. */
  action: string
  /** One plain sentence, without secrets. */
  message: string
  severity?: Severity
  outcome?: Outcome
  target?: Target | null
  threatClass?: string | null
  detail?: Record<string, unknown>
  count?: number
  /** Of several entries of one change: what is another's than the change's own. */
  by?: Partial<By>
}

/** One entry, several in order, or what to enter told from the write's result. */
export type Events<T> = AuditEvent | AuditEvent[] | ((result: T) => AuditEvent | AuditEvent[])

export interface Database {
  readonly installationId: string
  /** Reads on the main thread: point look-ups and short pages only; long reads go through the reader. */
  read<T>(query: (db: Readable) => T): T
  /**
   * Door 1: whatever grants, denies or changes what others see. `write` is synchronous and commits with its audit
   * entry (or entries) in one IMMEDIATE transaction (synchronous=FULL); they may be made from its result. When `write` throws,
   * nothing is written, no entry either, and the promise rejects with what it threw.
   */
  change<T>(by: By, events: Events<T>, write: (tx: Writable) => T): Promise<T>
  /** From now on `change` throws BUSY, until the next start: what is in memory judges nothing that was put in place of what it knows. */
  refuseChanges(): void
  /** Door 2: an event without a change. Grouped for at most 5 ms; resolves with its sequence after the commit. Rejects with BUSY when the queue is full. */
  append(by: By, event: AuditEvent): Promise<number>
  /** Door 3: plain bookkeeping, in the tables and columns that `notes.ts` lists with their reason. */
  note(note: Note, params: SqlParams): void
  /** Several notes that are true together only: in one transaction, in order. */
  noteTogether(notes: readonly [Note, SqlParams][]): void
  /** Door 4: a signed head of the log as it stands. Null where the newest entry is covered already or the log is empty. */
  signHead(sign: HeadSigner): KeptHead | null
  /**
   * Door 5: retention. Enters `log.trimmed`, raises the horizon to `to` and signs a head that says so, all or nothing.
   * Throws HorizonRefused where `to` is no entry above the horizon or not at the end of whole hours, or where the horizon
   * is not where this signer's newest head has it. What lies below stays until `dropBelowHorizon`.
   */
  raiseHorizon(by: By, to: number, why: TrimReason, signer: HeadSigner): KeptHead
  /** Deletes at most so many entries or heads below the horizon that this signer signed; 0: nothing is left there. */
  dropBelowHorizon(signer: HeadSigner, limit: number): number
  /** Gives up to so many free pages back to the file system; false where there are none, or this file never gives any back. */
  giveBack(pages: number): boolean
  /** Resolves once everything appended so far is committed. */
  flush(): Promise<void>
  /** What the disk allows; changes are told by `onStorageChange`. */
  storage(): Storage
  /** Bytes of the database with its write-ahead log. */
  sizeBytes(): number
  /** Bytes that hold something, and those that the next entries will take: what was deleted counts as free at once. */
  usage(): { usedBytes: number; freeBytes: number }
  close(): Promise<void>
}

/** `full`: the reserve was freed so that sign-in and this state can still be entered. */
export type Storage = 'well' | 'full'

/** Why the oldest entries go. */
export type TrimReason = 'age' | 'size'

/** Signs the bytes of a head's statement (Ed25519). */
export interface HeadSigner {
  keyId: string
  sign(statement: Buffer): Buffer
}

export interface KeptHead {
  sequence: number
  atMs: number
  hash: string
  keyId: string
  signature: string
  horizonSequence: number
  horizonHash: string
}

declare const noteBrand: unique symbol
/** Made by `defineNote` (notes.ts), which checks table and columns against its list. */
export interface Note {
  readonly sql: string
  readonly [noteBrand]: true
}
