/** Consumers by the certificates they show. */
import type { Consumer } from '../../shared/consumer.ts'
import { scopesOf } from '../../shared/consumer.ts'
import type { Network } from '../../shared/network-address.ts'
import { networkOf } from '../../shared/network-address.ts'

export interface CertifiedConsumer {
  consumer: Consumer
  networks: readonly Network[]
  scopes: readonly string[]
}
export type CertifiedConsumers = ReadonlyMap<string, CertifiedConsumer>

/** By what the policy says of a certificate; of consumers that are let in. Null where there are none: nobody need look. */
export const certifiedConsumers = (consumers: readonly Consumer[]): CertifiedConsumers | null => {
  const all = new Map(
    consumers
      .filter(({ enabled }) => enabled)
      .flatMap((consumer) => {
        const networks = consumer.networks.map((text) => networkOf(text)!)
        const certified = { consumer, networks, scopes: scopesOf(consumer, { scopes: null }) }
        return consumer.certificates.map((name): [string, CertifiedConsumer] => [name, certified])
      }),
  )
  return all.size === 0 ? null : all
}
