/** Finds the address of a receiver and judges it. Whoever is connected to is who was looked at: no name is looked up twice. */
import { lookup } from 'node:dns'
import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { ForbiddenAddress } from './judge-address.ts'
import type { JudgeAddress } from './judge-address.ts'

const bare = (host: string): string => host.replace(/^\[|\]$/g, '')

/** A host that is an address is not looked up, so it is judged here. Throws `ForbiddenAddress`. */
export const judgeHost = (host: string, judge: JudgeAddress): void => {
  const why = judge(bare(host))
  if (why) throw new ForbiddenAddress(host, why)
}

/** Refuses a name where any of its addresses is forbidden: which one is taken is a matter of luck. */
const resolve = (
  host: string,
  family: number,
  judge: JudgeAddress,
  done: (error: Error | null, addresses: LookupAddress[]) => void,
): void =>
  lookup(host, { all: true, family }, (error, addresses) => {
    if (error) return done(error, [])
    const why = addresses.map(({ address }) => judge(address)).find((refused) => refused !== null)
    if (why) return done(new ForbiddenAddress(host, why), [])
    done(null, addresses)
  })

/** For sockets: what it answers is what they connect to. */
export const guardedLookup =
  (judge: JudgeAddress): LookupFunction =>
  (host, options, callback) => {
    const family = options.family === 4 || options.family === 'IPv4' ? 4 : options.family === 6 || options.family === 'IPv6' ? 6 : 0
    resolve(host, family, judge, (error, addresses) => {
      const [first] = addresses
      if (error || !first) return callback(error ?? new Error(`${host} has no address.`), '')
      if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }

export const resolveHost = (host: string, judge: JudgeAddress): Promise<LookupAddress> =>
  new Promise((found, failed) => {
    resolve(host, 0, judge, (error, [first]) => (error || !first ? failed(error ?? new Error(`${host} has no address.`)) : found(first)))
  })
