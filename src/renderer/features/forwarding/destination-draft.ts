/** A destination while somebody fills it in: every kind's fields kept side by side, and what is wrong with them. */
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import { forwardingTargetSchema, type Destination, type ForwardingTarget } from '../../../shared/contract/forwarding.ts'

type Syslog = Extract<ForwardingTarget, { kind: 'syslog' }>
export type Transport = Syslog['transport']

export interface Draft {
  kind: ForwardingTarget['kind']
  name: string
  leastSeverity: Severity
  from: 'now' | 'beginning'
  transport: Transport
  host: string
  port: string
  facility: string
  caPem: string
  url: string
  headerName: string
  secret: string
}

export type DraftField = 'name' | 'host' | 'port' | 'caPem' | 'url' | 'headerName' | 'secret'
export interface DraftProblem {
  field: DraftField
  sentence: string
}

/** RFC 5426, 6587 and 5425. */
const usualPorts: Record<Transport, string> = { udp: '514', tcp: '601', tls: '6514' }

const emptyDraft: Draft = {
  kind: 'syslog',
  name: '',
  leastSeverity: 'info',
  from: 'now',
  transport: 'tls',
  host: '',
  port: usualPorts.tls,
  facility: '13',
  caPem: '',
  url: '',
  headerName: 'authorization',
  secret: '',
}

/** `destination` null: a new one. A secret that is stored is not known here. */
export const draftOf = (destination: Destination | null): Draft => {
  if (!destination) return emptyDraft
  const { name, leastSeverity, target } = destination
  const common = { ...emptyDraft, kind: target.kind, name, leastSeverity }
  if (target.kind !== 'syslog') return { ...common, ...target }
  const { transport, host, port, facility, caPem } = target
  return { ...common, transport, host, port: String(port), facility: String(facility), caPem: caPem ?? '' }
}

/** With the usual port of the transport, where the usual one of the other stood. */
export const withTransport = (draft: Draft, transport: Transport): Draft => ({
  ...draft,
  transport,
  port: draft.port === usualPorts[draft.transport] ? usualPorts[transport] : draft.port,
})

/** As it would be sent, sound or not. */
const targetOf = (draft: Draft): unknown => {
  if (draft.kind === 'webhook') return { kind: 'webhook', url: draft.url.trim() }
  if (draft.kind === 'otlp') return { kind: 'otlp', url: draft.url.trim(), headerName: draft.headerName.trim() }
  return {
    kind: 'syslog',
    transport: draft.transport,
    host: draft.host.trim(),
    port: Number(draft.port.trim() || Number.NaN),
    facility: Number(draft.facility),
    caPem: draft.transport === 'tls' && draft.caPem.trim() ? draft.caPem.trim() : null,
  }
}

const sentences: Record<string, DraftProblem> = {
  host: { field: 'host', sentence: 'Enter the name or the address of the receiver.' },
  port: { field: 'port', sentence: 'A port is a number from 1 to 65535.' },
  caPem: { field: 'caPem', sentence: 'This is too long for a certificate.' },
  url: { field: 'url', sentence: 'Enter the whole address, beginning with https:// or http://.' },
  headerName: { field: 'headerName', sentence: 'This name is too long for a header.' },
}

export interface Given {
  name: string
  target: ForwardingTarget
  leastSeverity: Draft['leastSeverity']
  /** Null: none, or the one that is kept. */
  secret: string | null
  from: Draft['from']
}
export type Read = { kind: 'problem'; problem: DraftProblem } | { kind: 'given'; given: Given }

/** `hasSecret`: one is stored already. What only the core can judge, it says itself. */
export const readDraft = (draft: Draft, hasSecret: boolean): Read => {
  const problem = (field: DraftField, sentence: string): Read => ({ kind: 'problem', problem: { field, sentence } })
  if (draft.name.trim() === '') return problem('name', 'Give it a name, so that the log can say where it was sent.')
  if (draft.name.trim().length > 60) return problem('name', 'A name has at most 60 signs.')
  const parsed = forwardingTargetSchema.safeParse(targetOf(draft))
  if (!parsed.success) {
    const field = String(parsed.error.issues[0]?.path.at(-1))
    return { kind: 'problem', problem: sentences[field] ?? sentences.url! }
  }
  if (draft.kind === 'webhook' && draft.secret === '' && !hasSecret)
    return problem('secret', 'Give the secret that signs, so that the receiver can tell who sent it.')
  const { leastSeverity, from } = draft
  const secret = draft.kind === 'syslog' || draft.secret === '' ? null : draft.secret
  return { kind: 'given', given: { name: draft.name.trim(), target: parsed.data, leastSeverity, secret, from } }
}

const fields: readonly string[] = ['name', 'host', 'port', 'caPem', 'url', 'headerName', 'secret'] satisfies DraftField[]
export const isDraftField = (field: string | null): field is DraftField => field !== null && fields.includes(field)

/** For a webhook (Standard Webhooks): `whsec_` and base64 of 24 bytes. */
export const makeSigningSecret = (bytes: Uint8Array = crypto.getRandomValues(new Uint8Array(24))): string =>
  `whsec_${btoa(String.fromCharCode(...bytes))}`
