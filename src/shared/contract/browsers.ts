/** Browsers before a route: what its policy of contents stopped, and what really goes out to them. */
import { z } from 'zod'
import { contentReportSchema, seenAnswerSchema } from '../browser-findings.ts'
import { idSchema } from '../policy-parts.ts'
import { procedure } from './procedure.ts'

const keptReportSchema = contentReportSchema.omit({ route: true }).extend({ firstAtMs: z.int(), lastAtMs: z.int() })
export type KeptReport = z.infer<typeof keptReportSchema>

const ofRoute = z.object({ route: idSchema })

export const browsersContract = {
  ofRoute: procedure('GET', '/guard/browsers/{route}', 'What browsers report of a route, and what goes out on it', { needs: 'guard:read' })
    .input(ofRoute)
    .output(
      z.object({
        /** The most frequent first. Anybody can send such reports: they are no proof. */
        reports: z.array(keptReportSchema),
        /** The newest of pages, and of what programs read; none: nothing was answered yet. */
        answers: z.array(seenAnswerSchema),
      }),
    ),

  seen: procedure('GET', '/guard/browsers', 'What goes out to browsers on each route', { needs: 'guard:read' }).output(
    z.array(seenAnswerSchema),
  ),

  forgetReports: procedure('POST', '/guard/browsers/{route}/forget', 'Forget what browsers reported of a route', { needs: 'guard:write' })
    .input(ofRoute)
    .output(z.object({ forgotten: z.int() })),
}
