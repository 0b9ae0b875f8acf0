/** Writes a batch as a webhook and signs it as Standard Webhooks says (standardwebhooks.com, version 1). */
import { createHmac } from 'node:crypto'
import { isoTime } from './iso-time.ts'
import { testMessage } from './outgoing.ts'
import type { Batch } from './outgoing.ts'

const prefix = 'whsec_'

/** The bytes that sign: base64 after `whsec_`, else the text itself as UTF-8. */
export const signingKey = (secret: string): Buffer =>
  secret.startsWith(prefix) ? Buffer.from(secret.slice(prefix.length), 'base64') : Buffer.from(secret)

export const webhookBody = (batch: Batch, installationId: string): string =>
  JSON.stringify({
    installationId,
    entries: batch.entries.map((entry) => ({ time: isoTime(entry.atMs), ...entry })),
    ...(batch.head && { head: batch.head }),
    ...(batch.testAtMs !== null && { test: { time: isoTime(batch.testAtMs), message: testMessage } }),
  })

/** The time is that of this try: a receiver refuses what is old, so that nobody can play it back. */
export const webhookHeaders = (batch: Batch, body: string, secret: string, nowMs: number): Record<string, string> => {
  const seconds = Math.floor(nowMs / 1000)
  const signature = createHmac('sha256', signingKey(secret)).update(`${batch.id}.${seconds}.${body}`).digest('base64')
  return { 'webhook-id': batch.id, 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,${signature}` }
}
