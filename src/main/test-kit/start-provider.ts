/** Providers of keys on a real TLS socket of this machine, to which all names lead, and which answer as a test tells them to. */
import { trustOnly } from '../../ports/outgoing/trust.ts'
import type { ProviderLink } from '../features/vault/ask-provider.ts'
import { startHttpReceiver } from './http-receiver.ts'
import type { Answer, Received } from './http-receiver.ts'
import { makeAuthority } from './make-certificate.ts'

const names = [
  'api.openai.com',
  'api.anthropic.com',
  'generativelanguage.googleapis.com',
  'api.github.com',
  'api.stripe.com',
  'keys.example.com',
]
const authority = makeAuthority()

export interface TestProvider {
  link: ProviderLink & Required<Pick<ProviderLink, 'trust' | 'connector'>>
  received: Received[]
  stop(): Promise<void>
}

export const startProvider = async (
  answer: (received: Received) => Answer,
  certificate = authority.certify(names),
): Promise<TestProvider> => {
  const { port, received, stop } = await startHttpReceiver({ answer, certificate })
  const link: TestProvider['link'] = {
    trust: () => trustOnly(authority.caPem),
    connector: {
      lookup: (_host, { all }, done) => (all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)),
      port: () => port,
    },
  }
  return { link, received, stop }
}

/** Signed by nobody whom a test trusts; made for another name; of yesterday. */
export const badCertificates = {
  untrusted: () => makeAuthority('Somebody else').certify(names),
  otherName: () => authority.certify(['other.example.com']),
  ended: () => authority.certify(names, true),
}
