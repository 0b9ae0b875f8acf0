/** How much each caller sent on a route, step by step: what limits are proposed from. */

/** Pairs of a step's beginning (UTC) and how many requests it had; a step may stand there twice, in any order. */
export type Steps = number[]

export interface SentOnRoute {
  /** From the totals: of all requests that were let through. By consumer; null: nobody known by name. */
  consumers: Map<string | null, Steps>
  /** From the records, which may be fewer; by address, or the /64 of it. */
  sources: Map<string, Steps>
}

export interface SentOnRoutes {
  stepMs: number
  /** From when on addresses were looked at: records are many. */
  sourcesFromMs: number
  routes: Map<string, SentOnRoute>
}
