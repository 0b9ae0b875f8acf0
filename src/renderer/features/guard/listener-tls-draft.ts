/** The TLS of a port as a form holds it, and back. Pure. */
import { listenerSchema, type Policy } from '../../../shared/policy.ts'
import type { ListenerTls } from '../../../shared/tls-settings.ts'
import { filePathSchema, listenerTlsSchema } from '../../../shared/tls-settings.ts'
import { readAs, readNumber, readWords } from './typed-values.ts'

type ListenerSecurity = Pick<Policy['listeners'][number], 'tls' | 'httpsPort'>
const portSchema = listenerSchema.shape.httpsPort.unwrap().unwrap()

export interface CertificateDraft {
  kind: 'files' | 'self-signed'
  certificate: string
  key: string
  names: string
}
export interface ListenerTlsDraft {
  speaks: boolean
  /** In plain text: sends callers to https on `httpsPort`. */
  redirects: boolean
  httpsPort: string
  certificates: readonly CertificateDraft[]
  minVersion: ListenerTls['minVersion']
  http2: boolean
  clients: 'none' | 'optional' | 'required'
  authorities: string
}
/** `at`: of the certificates, which one. */
export interface ListenerTlsProblem {
  field: 'certificate' | 'key' | 'names' | 'authorities' | 'httpsPort'
  at?: number
  sentence: string
}

const { options } = listenerTlsSchema.shape.certificates.element
const namesSchema = options[1].shape.names.unwrap()
const usualNames = options[1].shape.names.parse(undefined).join(' ')
export const newCertificate: CertificateDraft = { kind: 'files', certificate: '', key: '', names: usualNames }

export const listenerTlsDraftOf = ({ tls, httpsPort }: ListenerSecurity): ListenerTlsDraft => ({
  redirects: httpsPort !== null,
  httpsPort: String(httpsPort ?? 8443),
  speaks: tls !== null,
  certificates: tls?.certificates.map((one) =>
    one.kind === 'files' ? { ...newCertificate, ...one } : { ...newCertificate, kind: 'self-signed', names: one.names.join(' ') },
  ) ?? [newCertificate],
  minVersion: tls?.minVersion ?? '1.2',
  http2: tls?.http2 ?? true,
  clients: tls?.clientCertificates?.need ?? 'none',
  authorities: tls?.clientCertificates?.authorities ?? '',
})

class Refused extends Error {
  readonly problem: ListenerTlsProblem
  constructor(problem: ListenerTlsProblem) {
    super(problem.sentence)
    this.problem = problem
  }
}
const pathOf = (text: string, field: 'certificate' | 'key' | 'authorities', at?: number): string => {
  const read = readAs(filePathSchema, text.trim(), text.trim())
  if (!read.ok) throw new Refused({ field, sentence: read.sentence, ...(at !== undefined && { at }) })
  return read.value
}

export const readListenerTls = (draft: ListenerTlsDraft): ListenerSecurity | ListenerTlsProblem => {
  if (!draft.speaks) {
    if (!draft.redirects) return { tls: null, httpsPort: null }
    const port = readNumber(portSchema, draft.httpsPort)
    return port.ok ? { tls: null, httpsPort: port.value } : { field: 'httpsPort', sentence: port.sentence }
  }
  try {
    const certificates = draft.certificates.map((one, at): ListenerTls['certificates'][number] => {
      if (one.kind === 'files')
        return { kind: 'files', certificate: pathOf(one.certificate, 'certificate', at), key: pathOf(one.key, 'key', at) }
      const names = readWords(namesSchema.element, one.names, 20)
      if (!names.ok) throw new Refused({ field: 'names', at, sentence: names.sentence })
      if (names.value.length === 0) throw new Refused({ field: 'names', at, sentence: 'It needs one name at least.' })
      return { kind: 'self-signed', names: names.value }
    })
    const { clients, minVersion, http2 } = draft
    const clientCertificates = clients === 'none' ? null : { need: clients, authorities: pathOf(draft.authorities, 'authorities') }
    return { tls: { certificates, minVersion, http2, clientCertificates }, httpsPort: null }
  } catch (error) {
    if (error instanceof Refused) return error.problem
    throw error
  }
}
