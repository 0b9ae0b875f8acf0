/** Defaults of all queries: typed errors are answers and not tried again, a silent network is. No secret stays: mutations are dropped at once. */
import { ORPCError } from '@orpc/client'
import { QueryClient, type Query } from '@tanstack/react-query'
import { orpc } from './client.ts'

const tries = 3
const mayHelp = (error: Error) => !(error instanceof ORPCError && error.defined)

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < tries && mayHelp(error),
      retryDelay: (failures) => Math.min(8_000, 500 * 2 ** failures),
      staleTime: 15_000,
      networkMode: 'always',
    },
    mutations: { retry: false, gcTime: 0, networkMode: 'always' },
  },
})

const forAll = [orpc.access.state.queryKey()[0], orpc.console.status.queryKey()[0]].map((path) => JSON.stringify(path))
const isOfSession = ({ queryKey }: Query): boolean => !forAll.includes(JSON.stringify(queryKey[0]))

/** Forgets all that the session could see; what every window may see stays. */
export const dropSessionData = (): void => {
  queryClient.removeQueries({ predicate: isOfSession })
  queryClient.getMutationCache().clear()
}

/** The same where the session goes on with other rights: what is shown is asked for anew. */
export const renewSessionData = (): void => {
  void queryClient.resetQueries({ predicate: isOfSession })
  queryClient.getMutationCache().clear()
}
