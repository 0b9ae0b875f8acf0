/** Who is nearest to each limit: of many thousand keys only the few that anybody looks at. */
import type { ToConsole } from '../shared/guard-protocol.ts'
import type { Guard } from './guard.ts'

type LimitReport = Extract<ToConsole, { t: 'state' }>['limits'][number]

const mostNearest = 20

export const limitReport = (inUse: ReturnType<Guard['limitsInUse']>): LimitReport[] => {
  const reports = new Map<string, LimitReport>()
  for (const { limit, key, left } of inUse) {
    let report = reports.get(limit.id)
    if (!report) reports.set(limit.id, (report = { limit: limit.id, keys: 0, nearest: [] }))
    report.keys += 1
    const { nearest } = report
    if (nearest.length === mostNearest && left >= nearest.at(-1)!.left) continue
    const place = nearest.findIndex((one) => left < one.left)
    nearest.splice(place === -1 ? nearest.length : place, 0, { key, left })
    if (nearest.length > mostNearest) nearest.pop()
  }
  return [...reports.values()]
}
