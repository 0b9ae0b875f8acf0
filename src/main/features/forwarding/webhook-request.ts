/** Writes a batch as the body of a webhook. */
import { isoTime } from '../../outgoing/iso-time.ts'
import { testMessage } from './outgoing.ts'
import type { Batch } from './outgoing.ts'

export const webhookBody = (batch: Batch, installationId: string): string =>
  JSON.stringify({
    installationId,
    entries: batch.entries.map((entry) => ({ time: isoTime(entry.atMs), ...entry })),
    ...(batch.head && { head: batch.head }),
    ...(batch.testAtMs !== null && { test: { time: isoTime(batch.testAtMs), message: testMessage } }),
  })
