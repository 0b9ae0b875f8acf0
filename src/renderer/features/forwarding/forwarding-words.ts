/** Forwarding in words: where to, how far, and what is to be known about the way. */
import type { Destination, ForwardingTarget } from '../../../shared/contract/forwarding.ts'
import { isThisMachine } from '../../../shared/network-address.ts'
import { formatCounted, formatDuration } from '../../ui/format.ts'

export const kindNames: Record<ForwardingTarget['kind'], string> = { syslog: 'Syslog', webhook: 'Webhook', otlp: 'OpenTelemetry' }

/** `Syslog over TLS to logs.example.org:6514`. The whole of an address: who set it up has to know it again. */
export const whereTo = (target: ForwardingTarget): string => {
  if (target.kind !== 'syslog') return `${kindNames[target.kind]} to ${target.url}`
  const host = target.host.includes(':') ? `[${target.host}]` : target.host
  return `Syslog over ${target.transport.toUpperCase()} to ${host}:${target.port}`
}

/** Whether somebody on the way could read the log: not encrypted, and the way leaves this machine. */
export const isOpenOnTheWay = (target: ForwardingTarget): boolean => {
  if (target.kind === 'syslog') return target.transport !== 'tls' && !isThisMachine(target.host.trim())
  if (!URL.canParse(target.url)) return false
  const { protocol, hostname } = new URL(target.url)
  return protocol === 'http:' && !isThisMachine(hostname)
}

/** `readAtMs`: when the figures were true; an entry that waited then still does. */
export const lagWords = ({ lagEntries, lagMs }: Pick<Destination, 'lagEntries' | 'lagMs'>, readAtMs: number, nowMs: number): string => {
  if (lagEntries === 0 || lagMs === null) return 'Nothing'
  return `${formatCounted(lagEntries, 'entry', 'entries')}, the oldest for ${formatDuration(lagMs + Math.max(0, nowMs - readAtMs))}`
}

/** What deleting takes away, for the question before it. */
export const deletionConsequence = ({ lagEntries, delivered }: Pick<Destination, 'lagEntries' | 'delivered'>): string => {
  const waiting = lagEntries === 0 ? '' : ` ${formatCounted(lagEntries, 'entry that waits', 'entries that wait')} will not be sent.`
  const kept = delivered === 0 ? '' : ' What it has, it keeps.'
  return `The log is no longer sent there, and how far it was is forgotten.${waiting}${kept} To pause it, stop it instead.`
}
