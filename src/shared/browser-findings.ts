/** What the guard learns of browsers: what a policy of contents stopped, and what really goes out on a route. No addresses of people, no values of cookies. */
import { z } from 'zod'

/** Where browsers tell what a policy stopped; of each route its own. */
export const reportPrefix = '/.gatehouse/csp/'

export const contentReportSchema = z.object({
  route: z.string().max(64),
  /** `script-src`, without its parts. */
  directive: z.string().max(40),
  /** An origin, or `inline`, `eval`, `wasm-eval`, `data`, `blob`, `self`. */
  blocked: z.string().max(300),
  count: z.int().min(1),
})

export const seenAnswerSchema = z.object({
  route: z.string().max(64),
  /** A page; else what programs read. */
  html: z.boolean(),
  atMs: z.int(),
  status: z.int(),
  /** Over TLS, up to the guard or a trusted proxy before it. */
  secure: z.boolean(),
  /** Only those that matter for browsers, by name in lower case; of several with one name all, with commas. */
  headers: z.record(z.string(), z.string()),
  cookies: z.array(
    z.object({ name: z.string(), secure: z.boolean(), httpOnly: z.boolean(), sameSite: z.enum(['strict', 'lax', 'none', 'unset']) }),
  ),
})
export type SeenAnswer = z.infer<typeof seenAnswerSchema>

export const browserFindingsSchema = z.object({
  reports: z.array(contentReportSchema),
  answers: z.array(seenAnswerSchema),
})
export type BrowserFindings = z.infer<typeof browserFindingsSchema>
