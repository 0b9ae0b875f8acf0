/** TLS of a policy as people read it, and whether a change asks or checks less than before. Pure. */
import type { ListenerTls, UpstreamTls } from '../../../shared/tls-settings.ts'
import { listWords } from './policy-words.ts'

const needWords = { optional: 'certificates of callers taken', required: 'certificates of callers needed' }

export const listenerTlsWords = ({ tls, httpsPort }: { tls: ListenerTls | null; httpsPort: number | null }): string => {
  if (!tls) return httpsPort === null ? 'plain text' : `plain text alone to send callers to https on port ${httpsPort}`
  const { certificates, minVersion, http2, clientCertificates } = tls
  const from = certificates.map((one) => (one.kind === 'files' ? one.certificate : `self-signed for ${one.names.join(', ')}`))
  return [
    `TLS ${minVersion} or newer with ${from.join(' and ')}`,
    ...(http2 ? [] : ['HTTP/1.1 alone']),
    ...(clientCertificates ? [`${needWords[clientCertificates.need]}, signed by those of ${clientCertificates.authorities}`] : []),
  ].join(', ')
}

export const upstreamTlsWords = (tls: UpstreamTls | null): string => {
  if (!tls) return 'checked against public authorities'
  const { authorities, certificate, serverName, pins } = tls
  return [
    `checked against ${authorities ?? 'public authorities'}`,
    ...(serverName === null ? [] : [`for the name ${serverName}`]),
    ...(certificate === null ? [] : [`shown the certificate ${certificate.certificate}`]),
    ...(pins.length === 0 ? [] : [`with one of the keys ${listWords(pins, '')}`]),
  ].join(', ')
}

/** Of callers: plain text instead of TLS, or no certificate where one was needed. */
export const asksLess = (from: ListenerTls | null, to: ListenerTls | null): boolean => {
  if (!from) return false
  const needed = from.clientCertificates?.need === 'required'
  return !to || (needed && to.clientCertificates?.need !== 'required')
}
/** Of targets: other authorities, or fewer expected keys. */
export const trustsMore = (from: UpstreamTls | null, to: UpstreamTls | null): boolean =>
  (from?.authorities ?? null) !== (to?.authorities ?? null) ||
  ((from?.pins.length ?? 0) > 0 && (to?.pins.length === 0 || !to || to.pins.some((pin) => !from!.pins.includes(pin))))
