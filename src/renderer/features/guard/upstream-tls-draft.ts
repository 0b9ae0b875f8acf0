/** The TLS of an upstream as a form holds it, and back. Pure. */
import type { UpstreamTls } from '../../../shared/tls-settings.ts'
import { filePathSchema, upstreamTlsSchema } from '../../../shared/tls-settings.ts'
import { readAs, readWords } from './typed-values.ts'

export interface UpstreamTlsDraft {
  authorities: string
  certificate: string
  key: string
  serverName: string
  pins: string
}
/** As the form names them. */
export const upstreamTlsFields = ['authorities', 'certificate', 'key', 'serverName', 'pins'] as const
export type UpstreamTlsField = (typeof upstreamTlsFields)[number]

export const upstreamTlsDraftOf = (tls: UpstreamTls | null): UpstreamTlsDraft => ({
  authorities: tls?.authorities ?? '',
  certificate: tls?.certificate?.certificate ?? '',
  key: tls?.certificate?.key ?? '',
  serverName: tls?.serverName ?? '',
  pins: tls?.pins.join('\n') ?? '',
})

const { serverName: nameSchema, pins: pinsSchema } = upstreamTlsSchema.shape

/** Nothing typed at all: null, as it is for most. */
export const readUpstreamTls = (draft: UpstreamTlsDraft): { tls: UpstreamTls | null } | { field: UpstreamTlsField; sentence: string } => {
  const typed = (field: UpstreamTlsField): string => draft[field].trim()
  if (upstreamTlsFields.every((field) => typed(field) === '')) return { tls: null }
  const paths: Partial<Record<UpstreamTlsField, string>> = {}
  for (const field of ['authorities', 'certificate', 'key'] as const) {
    if (typed(field) === '') continue
    const read = readAs(filePathSchema, typed(field), typed(field))
    if (!read.ok) return { field, sentence: read.sentence }
    paths[field] = read.value
  }
  const { certificate, key } = paths
  if (certificate !== undefined && key === undefined) return { field: 'key', sentence: 'The certificate needs its key.' }
  if (key !== undefined && certificate === undefined) return { field: 'certificate', sentence: 'The key needs its certificate.' }
  const name = typed('serverName') === '' ? null : readAs(nameSchema.unwrap().unwrap(), typed('serverName'), typed('serverName'))
  if (name && !name.ok) return { field: 'serverName', sentence: name.sentence }
  const pins = readWords(pinsSchema.unwrap().element, draft.pins, 10)
  if (!pins.ok) return { field: 'pins', sentence: pins.sentence }
  return {
    tls: {
      authorities: paths.authorities ?? null,
      certificate: certificate !== undefined && key !== undefined ? { certificate, key } : null,
      serverName: name?.value ?? null,
      pins: pins.value,
    },
  }
}
