/** Requests a second, while the list is live. */
import type { TrafficNow } from '../../../shared/contract/live.ts'
import { Badge } from '../../ui/badge.tsx'
import { figureOf } from '../../ui/figures.ts'
import { useNowMs } from '../../ui/now.ts'
import { coreNowMs } from '../metrics/core-clock.ts'
import { rateOf } from './merged-requests.ts'

export const RateBadge = ({ seconds }: { seconds: TrafficNow['seconds'] }) => {
  // Where nothing comes, nothing is told of it either: time alone makes it old.
  useNowMs()
  const rate = rateOf(seconds, coreNowMs())
  return rate === null ? null : <Badge live>{figureOf(rate, { unit: '1/s' }).text} requests/s</Badge>
}
