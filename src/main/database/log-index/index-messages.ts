/** What the index's worker and the console say to each other. */
import type { IndexReach, SealedPart } from './index-writer.ts'

export interface IndexWorkerData {
  databasePath: string
  directory: string
  partSize: number
}

export type ToIndexWorker =
  /** The log has grown, or its horizon has risen. */
  | { kind: 'look' }
  /** A part could not be read. */
  | { kind: 'doubt'; file: string }
  /** A verification found a part wrong. */
  | { kind: 'reject'; file: string }
  | { kind: 'stop' }

/** `disk-full`: it waits for room. `fault`: it tries again later; `message` is for the technical log. */
export type IndexTrouble = { kind: 'disk-full' } | { kind: 'fault'; message: string }

export type FromIndexWorker =
  | { kind: 'reach'; reach: IndexReach; trouble: IndexTrouble | null }
  | { kind: 'sealed'; part: SealedPart }
  | { kind: 'damaged'; file: string }
