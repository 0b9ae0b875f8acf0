/** The figures of the traffic now and an hour ago. */
import { useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'
import { useLivePaused } from '../../api/live-pause.ts'
import { coreNowMs } from '../metrics/core-clock.ts'
import { figureSeries, trafficFigures, type TrafficFigures } from './traffic-figures.ts'

const minuteMs = 60_000
const hourMs = 3_600_000
const renewMs = 5_000

const read = async (agoMs: number, signal: AbortSignal): Promise<TrafficFigures> => {
  const toMs = coreNowMs() - agoMs
  const selectors = figureSeries.map((name) => ({ name, labels: {} }))
  const { series } = await client.monitoring.query({ selectors, fromMs: toMs - minuteMs, toMs, maxPoints: 2 }, { signal })
  return trafficFigures(series)
}

export const useTrafficFigures = (): { now: TrafficFigures | undefined; before: TrafficFigures | undefined } => {
  const paused = useLivePaused()
  const now = useQuery({
    queryKey: ['traffic', 'figures', 'now'],
    queryFn: ({ signal }) => read(0, signal),
    staleTime: renewMs,
    refetchInterval: paused ? false : renewMs,
  }).data
  const before = useQuery({
    queryKey: ['traffic', 'figures', 'hour ago'],
    queryFn: ({ signal }) => read(hourMs, signal),
    staleTime: minuteMs,
    refetchInterval: minuteMs,
  }).data
  return { now, before }
}
