/** What the pages ask about alerts and notifications, and when they ask again. */
import { useCallback } from 'react'
import { orpc } from '../../api/client.ts'
import { useLiveEvents } from '../../api/live-feed.ts'
import { useLivePaused } from '../../api/live-pause.ts'
import { queryClient } from '../../api/query-client.ts'

const pageSize = 50
/** Figures of an alert move on without an event of their own. */
const lookAgainMs = 15_000

export const summaryOptions = orpc.alerts.summary.queryOptions({ staleTime: 5_000, refetchInterval: 60_000 })
export const rulesOptions = orpc.alerts.rules.queryOptions()
export const silencesOptions = orpc.alerts.silences.queryOptions()
export const alertOptions = (id: string) => orpc.alerts.alert.queryOptions({ input: { id }, refetchInterval: lookAgainMs })
export const contactPointsOptions = orpc.notifications.contactPoints.queryOptions()

export const alertsOptions = (face: 'open' | 'history', ruleId: string | null) =>
  orpc.alerts.list.infiniteOptions({
    input: (before: string | null) => ({
      states: face === 'open' ? ['firing' as const, 'pending' as const] : ['resolved' as const],
      ruleId,
      before,
      limit: pageSize,
    }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextBefore,
    ...(face === 'open' && { refetchInterval: lookAgainMs }),
  })

export const deliveriesOptions = (contactPointId: string | null, alertId: string | null) =>
  orpc.notifications.deliveries.infiniteOptions({
    input: (before: string | null) => ({ contactPointId, alertId, before, limit: pageSize }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextBefore,
  })

export const renewAlerts = (): Promise<void> => queryClient.invalidateQueries({ queryKey: orpc.alerts.key() })
export const renewNotifications = (): Promise<void> => queryClient.invalidateQueries({ queryKey: orpc.notifications.key() })

/** Asks again whenever some rule, alert or silence changed, unless the person paused what moves. */
export const useFollowAlerts = (): void => {
  const paused = useLivePaused()
  useLiveEvents(
    'alerts',
    useCallback(() => {
      if (!paused) void renewAlerts()
    }, [paused]),
  )
}

/** The bell is told whatever is paused: an alarm waits for nobody. */
export const useFollowSummary = (): void =>
  useLiveEvents(
    'alerts',
    useCallback(() => void queryClient.invalidateQueries({ queryKey: orpc.alerts.summary.key() }), []),
  )

export const useFollowNotifications = (): void => {
  const paused = useLivePaused()
  useLiveEvents(
    'notifications',
    useCallback(() => {
      if (!paused) void renewNotifications()
    }, [paused]),
  )
}
