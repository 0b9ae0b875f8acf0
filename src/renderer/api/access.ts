/** What this window may see: asked of the core, and asked again whenever something says that it changed. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { AccessState, SessionGrant } from '../../shared/contract/access.ts'
import type { Permission } from '../../shared/permissions.ts'
import { client, orpc } from './client.ts'
import { tellOtherWindows } from './other-windows.ts'
import { queryClient } from './query-client.ts'
import { tokens } from './tokens.ts'

const stateOptions = orpc.access.state.queryOptions({ staleTime: 0, gcTime: Infinity })

export const useAccessState = (): UseQueryResult<AccessState> => useQuery({ ...stateOptions, refetchOnWindowFocus: 'always' })

/** Asks the core again, once, what this window may see; undefined where there is no answer. */
export const refreshAccess = (): Promise<AccessState | undefined> =>
  queryClient.fetchQuery({ ...stateOptions, retry: false }).catch(() => undefined)

/** Forgets the last answer: a window that got a new link asks anew instead of acting upon the old refusal. */
export const forgetAccess = (): void => queryClient.removeQueries({ queryKey: stateOptions.queryKey })

/** Of this window, as it was last told; null where none is open. What a store keeps for a session is asked for with it. */
export const openSessionId = (): string | null => {
  const session = queryClient.getQueryData(stateOptions.queryKey)?.session
  return session?.kind === 'open' ? session.sessionId : null
}

/** What the core just answered elsewhere. */
export const knowAccess = (state: AccessState): void => void queryClient.setQueryData(stateOptions.queryKey, state)

/** Keeps the session's token; the screen changes with the next `refreshAccess`. */
export const keepSession = (grant: SessionGrant): void => tokens.set('session', grant.token)

/** After signing in or unlocking: this window and all others look again. */
export const accessChanged = async (): Promise<void> => {
  await refreshAccess()
  tellOtherWindows()
}

export const signOut = async (): Promise<void> => {
  try {
    await client.access.signOut()
  } finally {
    tokens.set('session', null)
    await accessChanged()
  }
}

export const lock = async (): Promise<void> => {
  await client.access.lock({ why: 'user' })
  await accessChanged()
}

export type OpenSession = Extract<AccessState['session'], { kind: 'open' }>

/** Set by the gate and not read from the query: else a page could be drawn once more, without a session, before the gate takes it away. */
export const SessionContext = createContext<OpenSession | null>(null)

/** The open session; only for what is shown inside the console. */
export const useSession = (): OpenSession => {
  const session = useContext(SessionContext)
  if (!session) throw new Error('No session is open.')
  return session
}

export const useMay = (permission: Permission): boolean => useSession().user.permissions.includes(permission)
