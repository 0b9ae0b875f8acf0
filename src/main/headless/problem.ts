// Refusals of the host itself, as problem JSON (RFC 9457) with a code to act on and a sentence to show.
import { STATUS_CODES } from 'node:http'
import type { OutgoingHttpHeaders } from 'node:http'

export interface Problem {
  status: number
  code: string
  /** A plain sentence; never what was sent. */
  message: string
}

export const problemBody = ({ status, code, message }: Problem): string =>
  JSON.stringify({ title: STATUS_CODES[status], status, code, message })

export const problemHeaders: OutgoingHttpHeaders & Record<string, string> = {
  'content-type': 'application/problem+json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
}
