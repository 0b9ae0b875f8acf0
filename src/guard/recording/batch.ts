/** What the guard hands to the console at a time. */
import type { ToConsole } from '../../shared/guard-protocol.ts'

export type Batch = Extract<ToConsole, { t: 'batch' }>
export type BatchContent = Omit<Batch, 't' | 'number'>

export const isEmpty = ({ requests, counts, events, unrecorded }: BatchContent): boolean =>
  requests.length === 0 && counts.length === 0 && events.length === 0 && unrecorded === 0
