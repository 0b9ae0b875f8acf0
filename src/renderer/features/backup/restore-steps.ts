/** What the core does for a restore, step by step: the same where somebody is signed in and at first run. */
import type { BackupOpener, RestorePlan } from '../../../shared/contract/backup.ts'

interface CallOptions {
  signal?: AbortSignal
}
export type RestoreSource = { kind: 'kept'; name: string } | { kind: 'upload'; upload: string }

export interface RestoreSteps {
  beginUpload: (input: { bytes: number }, options?: CallOptions) => Promise<{ upload: string; chunkBytes: number }>
  uploadChunk: (input: { upload: string; offset: number; chunk: string }, options?: CallOptions) => Promise<{ receivedBytes: number }>
  dropUpload: (input: { upload: string }, options?: CallOptions) => Promise<object>
  examine: (input: { source: RestoreSource; opener: BackupOpener }, options?: CallOptions) => Promise<RestorePlan>
  restore: (input: { ticket: string }, options?: CallOptions) => Promise<object>
}
