/** The typed client of everything the console can do. */
import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import type { Contract } from '../../shared/contract/contract.ts'
import { onDesktop } from './host.ts'
import { tokens } from './tokens.ts'

/** Errors after which this window may see something else than before; what is not permitted may have been, until the role changed. */
const accessErrors = new Set<string>(['NOT_SIGNED_IN', 'SESSION_LOCKED', 'HOST_TOKEN_REQUIRED', 'NOT_PERMITTED'])
let onAccessError = () => {}
/** `run` is called whenever a call is refused because the session ended, is locked, may not, or the host does not know this window. */
export const watchAccessErrors = (run: () => void): void => {
  onAccessError = run
}

const headers = () => {
  const host = onDesktop ? null : tokens.get('host')
  const session = tokens.get('session')
  return { ...(host && { 'x-gatehouse-host': host }), ...(session && { authorization: `Bearer ${session}` }) }
}

const link = new RPCLink({
  url: new URL('/rpc', location.href),
  headers,
  interceptors: [
    async ({ next }) => {
      try {
        return await next()
      } catch (error) {
        if (error instanceof ORPCError && accessErrors.has(error.code)) onAccessError()
        throw error
      }
    },
  ],
})

export type Client = ContractRouterClient<Contract>
export const client: Client = createORPCClient(link)
/** The same for TanStack Query: `useQuery(orpc.audit.size.queryOptions())`. */
export const orpc = createTanstackQueryUtils(client)
