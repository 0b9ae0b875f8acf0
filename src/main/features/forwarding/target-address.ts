/** A target in words, without what may be secret in it: the path and the query of an address. */
import type { ForwardingTarget } from '../../../shared/contract/forwarding.ts'

const portOf = (url: URL): string => url.port || (url.protocol === 'https:' ? '443' : '80')

/** Host and port: `logs.example.org:6514`. */
export const hostAndPort = (target: ForwardingTarget): string => {
  if (target.kind === 'syslog') return `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`
  const url = new URL(target.url)
  return `${url.hostname}:${portOf(url)}`
}

/** For the log: `syslog over TLS to logs.example.org:6514`. */
export const targetWords = (target: ForwardingTarget): string => {
  const to = `to ${hostAndPort(target)}`
  if (target.kind === 'syslog') return `syslog over ${target.transport.toUpperCase()} ${to}`
  const secure = target.url.toLowerCase().startsWith('https:') ? '' : ', not encrypted,'
  return `${target.kind === 'webhook' ? 'a webhook' : 'OpenTelemetry'}${secure} ${to}`
}

/** Where a secret goes: it is given anew when this changes, so that it never reaches somebody it was not meant for. */
export const secretGoesTo = (target: ForwardingTarget): string | null => {
  if (target.kind === 'syslog') return null
  // A webhook's secret only signs; it never leaves.
  if (target.kind === 'webhook') return 'webhook'
  return `otlp ${new URL(target.url).origin} ${target.headerName.toLowerCase()}`
}
