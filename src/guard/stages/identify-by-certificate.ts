/** Who calls, by the certificate of the connection: an authority of the port vouches for it, the policy says whose it is. */
import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'
import type { Exchange } from '../exchange.ts'
import type { CertifiedConsumer } from '../policy/certified-consumers.ts'
import type { Refusal } from '../refusal.ts'
import { clientNamesOf } from '../tls/certificate-names.ts'
import { mayCallFrom, wrongNetwork } from './wrong-network.ts'

const names = new WeakMap<object, readonly string[]>()

/** Of HTTP/2 the streams of one connection have one session. */
const connectionOf = (request: IncomingMessage & { stream?: { session?: object } }): object => request.stream?.session ?? request.socket

const namesOf = (request: IncomingMessage): readonly string[] => {
  const connection = connectionOf(request)
  let known = names.get(connection)
  if (!known) {
    const socket = request.socket as Partial<TLSSocket>
    const certificate = socket.authorized === true ? socket.getPeerX509Certificate?.() : undefined
    known = certificate ? clientNamesOf(certificate) : []
    names.set(connection, known)
  }
  return known
}

/** A trusted proxy's certificate says who the proxy is, and nothing of who called it. */
export const ownerOfCertificate = ({ request, snapshot: { certified }, behindProxy }: Exchange): CertifiedConsumer | null => {
  if (certified === null || behindProxy) return null
  for (const name of namesOf(request)) {
    const owner = certified.get(name)
    if (owner) return owner
  }
  return null
}

/** `otherwise`: by what the request itself shows, which may show nothing. Both must tell of the same consumer. */
export const identifyByCertificate = (
  exchange: Exchange,
  { consumer, networks, scopes }: CertifiedConsumer,
  otherwise: () => Refusal | null | Promise<Refusal | null>,
): Refusal | null | Promise<Refusal | null> => {
  if (!mayCallFrom(networks, exchange.source)) return wrongNetwork('certificate')
  const judge = (refusal: Refusal | null): Refusal | null => {
    if (refusal) return refusal
    if (exchange.consumer === null) {
      exchange.consumer = consumer
      exchange.scopes = scopes
      return null
    }
    if (exchange.consumer.id === consumer.id) return null
    return { code: 'unknown-key', title: 'This key is not valid.', reason: 'the key is of another consumer than the certificate' }
  }
  const refusal = otherwise()
  return refusal instanceof Promise ? refusal.then(judge) : judge(refusal)
}
