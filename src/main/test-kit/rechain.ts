/** What an intruder does who knows the log's form: makes up every hash anew from an entry on. The hash has no secret. */
import type Sqlite from 'better-sqlite3'
import { handleOf } from '../database/connection.ts'
import { genesisHash, hashEntry } from '../database/chain.ts'
import { entriesAfter, entryAt } from '../features/audit/audit.store.ts'

export const rechain = (other: Sqlite.Database, installationId: string, from: number): void => {
  const db = handleOf(other)
  let previousHash = entryAt(db, from - 1)?.hash ?? genesisHash
  for (const { sequence, chained } of entriesAfter(db, from - 1, Number.MAX_SAFE_INTEGER, 1_000_000)) {
    previousHash = hashEntry(installationId, chained!, previousHash)
    other.prepare('UPDATE log_entry SET hash = ? WHERE sequence = ?').run(Buffer.from(previousHash, 'hex'), sequence)
  }
}
