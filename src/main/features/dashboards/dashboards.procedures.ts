/** Answers the procedures of dashboards. */
import type { dashboardsContract, View } from '../../../shared/contract/dashboards.ts'
import type { SeriesPoints } from '../../../shared/contract/monitoring.ts'
import type { Downloads, Handlers } from '../handlers.ts'
import type { Dashboards } from './dashboards.service.ts'

/** Lent by the metrics. */
export type Explore = (
  view: View,
  range: { fromMs: number; toMs: number; maxPoints: number },
) => Promise<{ stepMs: number; fromMs: number; toMs: number; lines: SeriesPoints[]; leftOut: number }>

export const dashboardHandlers = (dashboards: Dashboards, explore: Explore, downloads: Downloads): Handlers<typeof dashboardsContract> => ({
  explore: ({ input: { view, ...range } }) => explore(view, range),
  list: async () => dashboards.list(),
  create: ({ by, input }) => dashboards.create(by, input),
  change: ({ by, input }) => dashboards.change(by, input),
  delete: async ({ by, input }) => {
    await dashboards.delete(by, input)
    return {}
  },
  restore: ({ by, input }) => dashboards.restore(by, input.id),
  export: async ({ input, session }) => {
    const { fileName, text } = dashboards.fileOf(input.id)
    const { url } = await downloads.create({ sessionId: session!.id, fileName, contentType: 'application/json', body: text })
    return { url, fileName }
  },
  import: ({ by, input }) => dashboards.import(by, input.text),
})
