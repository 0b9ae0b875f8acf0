/** Defaults of all queries: typed errors are answers and not tried again, a silent network is. No secret stays: mutations are dropped at once. */
import { ORPCError } from '@orpc/client'
import { QueryClient } from '@tanstack/react-query'
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

/** Forgets all that the session could see; what every window may see stays. */
export const dropSessionData = (): void => {
  const kept = [orpc.access.state.queryKey()[0], orpc.console.status.queryKey()[0]].map((path) => JSON.stringify(path))
  queryClient.removeQueries({ predicate: ({ queryKey }) => !kept.includes(JSON.stringify(queryKey[0])) })
  queryClient.getMutationCache().clear()
}
