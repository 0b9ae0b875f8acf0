/** Signs what a webhook sends as Standard Webhooks says (standardwebhooks.com, version 1). */
import { createHmac } from 'node:crypto'

const prefix = 'whsec_'

/** The bytes that sign: base64 after `whsec_`, else the text itself as UTF-8. */
export const signingKey = (secret: string): Buffer =>
  secret.startsWith(prefix) ? Buffer.from(secret.slice(prefix.length), 'base64') : Buffer.from(secret)

/**
 * `id` is the same whenever the same is sent again, so that a receiver can drop what it had. The time is that of this try:
 * a receiver refuses what is old, so that nobody can play it back.
 */
export const webhookHeaders = (id: string, body: string, secret: string, nowMs: number): Record<string, string> => {
  const seconds = Math.floor(nowMs / 1000)
  const signature = createHmac('sha256', signingKey(secret)).update(`${id}.${seconds}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,${signature}` }
}

/** Null where a secret can sign; else what is wrong with it. */
export const judgeSigningSecret = (secret: string): string | null =>
  signingKey(secret).length < 16
    ? 'This secret is too short to sign with: give at least 16 characters, or whsec_ and base64 of 24 bytes.'
    : null
