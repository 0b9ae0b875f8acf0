/** What the pages ask about users, and when they ask again: no topic of the live feed tells of others' sessions. */
import { orpc } from '../../api/client.ts'
import { queryClient } from '../../api/query-client.ts'

const lookAgainMs = 10_000

export const usersOptions = orpc.users.list.queryOptions({ refetchInterval: lookAgainMs })
export const sessionsOptions = (id: string) => orpc.users.sessions.queryOptions({ input: { id }, refetchInterval: lookAgainMs })

/** After an act: lists, sessions and tokens are read anew. */
export const renewUsers = async (): Promise<void> => {
  await queryClient.invalidateQueries({ queryKey: orpc.users.key() })
}
