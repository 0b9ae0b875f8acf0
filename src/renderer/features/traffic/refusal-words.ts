/** Why the guard said no, in words: the codes as they stand in records, each with its weight. */
import type { Severity } from '../../../shared/contract/audit-filter.ts'

interface RefusalWords {
  /** In a list. */
  short: string
  sentence: string
  severity: Severity
}

const known: Record<string, RefusalWords> = {
  'use-https': { short: 'Sent to https', sentence: 'It came in plain text, and was sent to https.', severity: 'info' },
  'bad-request': { short: 'Not clear', sentence: 'The request was not clear enough to be sent on.', severity: 'low' },
  'unknown-key': { short: 'Unknown key', sentence: 'Its key is not valid.', severity: 'low' },
  'key-needed': { short: 'Key needed', sentence: 'It came without a key, and the route asks for one.', severity: 'low' },
  'bad-token': { short: 'Bad token', sentence: 'Its token is not valid.', severity: 'low' },
  'token-unknowable': { short: 'Token unchecked', sentence: 'Its token could not be checked.', severity: 'high' },
  'not-allowed': { short: 'Not allowed', sentence: 'Its key may not do that.', severity: 'medium' },
  'wrong-network': { short: 'Wrong network', sentence: 'Its key may not be used from that address.', severity: 'medium' },
  'cross-origin': { short: 'Other origin', sentence: 'A page of another origin asked whether it may call, and may not.', severity: 'low' },
  'forged-request': { short: 'Forged', sentence: 'It would change something, and was not sent by a page of its own.', severity: 'medium' },
  'no-route': { short: 'No route', sentence: 'No route matches it.', severity: 'low' },
  'method-refused': { short: 'Method refused', sentence: 'Its method is not answered.', severity: 'low' },
  'request-timeout': { short: 'Too slow to arrive', sentence: 'It took too long to arrive.', severity: 'low' },
  'too-large': { short: 'Too large', sentence: 'Its body is larger than the route allows.', severity: 'low' },
  'url-too-long': { short: 'Address too long', sentence: 'Its address is longer than the route allows.', severity: 'low' },
  misdirected: { short: 'Misdirected', sentence: 'It was meant for another host.', severity: 'low' },
  'rate-limited': { short: 'Rate limited', sentence: 'A limit was reached.', severity: 'low' },
  'headers-too-large': { short: 'Headers too large', sentence: 'Its headers are more, or larger, than allowed.', severity: 'low' },
  'guard-failed': { short: 'Guard failed', sentence: 'The guard could not decide about it.', severity: 'high' },
  'upstream-failed': { short: 'Target failed', sentence: 'The target could not be reached, or broke off.', severity: 'high' },
  busy: { short: 'Too busy', sentence: 'Too many requests were under way.', severity: 'medium' },
  'no-target': { short: 'No target', sentence: 'No target of the upstream could be used.', severity: 'high' },
  'upstream-timeout': { short: 'Target too slow', sentence: 'The target took too long to answer.', severity: 'high' },
}

export const refusalCodes: readonly string[] = Object.keys(known)

/** A code of a newer guard is shown as it stands. */
export const refusalWords = (code: string): RefusalWords => known[code] ?? { short: code, sentence: `Refused: ${code}.`, severity: 'low' }
