/** Reads and writes `traceparent` and `tracestate` (W3C Trace Context): strictly, so that nothing odd goes on to a target. */

export interface TraceContext {
  traceId: string
  /** Of the caller's span. */
  spanId: string
  /** Two of its bits have a meaning: 1, the caller keeps the trace; 2, the id's last seven bytes are random. */
  flags: number
  /** As it goes on; empty where there is none. */
  state: string
}

const parent = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/
const knownFlags = 3
const mostParentCharacters = 200

/** Null: there is none that means anything, and its state means nothing either (3.2.2.4 and 3.3.1). */
export const readTraceContext = (traceparent: unknown, tracestate: unknown): TraceContext | null => {
  if (typeof traceparent !== 'string' || traceparent.length > mostParentCharacters) return null
  const [, version, traceId, spanId, flags, more] = parent.exec(traceparent.trim()) ?? []
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) return null
  if (/^0+$/.test(traceId!) || /^0+$/.test(spanId!)) return null
  return { traceId: traceId!, spanId: spanId!, flags: parseInt(flags!, 16) & knownFlags, state: readTraceState(tracestate) }
}

const key = /^(?:[a-z][a-z0-9_*/-]{0,255}|[a-z0-9][a-z0-9_*/-]{0,240}@[a-z][a-z0-9_*/-]{0,13})$/
const value = /^[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/
const mostMembers = 32
/** What everybody has to hand on at least (3.3.1.5), and as much as is handed on here. */
const mostCharacters = 512
/** Those that are left out first. */
const longMember = 128

/** Empty where it is not good: part of it would be a lie about the rest. */
export const readTraceState = (tracestate: unknown): string => {
  const text = Array.isArray(tracestate) ? tracestate.join(',') : tracestate
  if (typeof text !== 'string' || text.length > 16 * mostCharacters) return ''
  const members = text
    .split(',')
    .map((member) => member.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter((member) => member !== '')
  if (members.length > mostMembers) return ''
  const keys = new Set<string>()
  for (const member of members) {
    const equals = member.indexOf('=')
    const name = member.slice(0, Math.max(0, equals))
    if (!key.test(name) || !value.test(member.slice(equals + 1)) || keys.has(name)) return ''
    keys.add(name)
  }
  return bounded(members).join(',')
}

const lengthOf = (members: readonly string[]): number => members.reduce((sum, { length }) => sum + length + 1, -1)

/** As 3.3.1.5 says: long ones go first, and then the last, which are the oldest. */
const bounded = (given: readonly string[]): string[] => {
  const members = [...given]
  for (let at = members.length - 1; at >= 0 && lengthOf(members) > mostCharacters; at--)
    if (members[at]!.length > longMember) members.splice(at, 1)
  while (lengthOf(members) > mostCharacters) members.pop()
  return members
}

export const writeTraceParent = (traceId: string, spanId: string, flags: number): string => `00-${traceId}-${spanId}-0${flags}`
