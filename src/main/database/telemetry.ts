/** The door for samples and traffic as types: writes without an entry in the log, into a database of their own. */
import type { Readable, Writable } from './database.ts'

export interface Telemetry {
  read<T>(query: (db: Readable) => T): T
  /** In one transaction. What was written survives a crash of the program, not always a power cut: samples may be lost, never torn. */
  write<T>(work: (tx: Writable) => T): T
  /** Bytes of the file with its write-ahead log. */
  sizeBytes(): number
  /** Bytes that hold something: what deleting frees counts at once. */
  usedBytes(): number
  /** Gives up to so many free pages back to the file system. */
  shrink(pages: number): void
  close(): void
}
