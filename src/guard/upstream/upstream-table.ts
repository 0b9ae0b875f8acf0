/** The upstreams of a policy; one that stays the same keeps its connections and what is known of its targets. */
import { isDeepStrictEqual } from 'node:util'
import type { Upstream } from '../../shared/policy.ts'
import type { UpstreamGroup } from './upstream-group.ts'

export type UpstreamTable = ReadonlyMap<string, UpstreamGroup>

/** The next table, and those of the former that nobody needs any more. */
export const changeUpstreams = (
  before: UpstreamTable,
  upstreams: readonly Upstream[],
  create: (upstream: Upstream) => UpstreamGroup,
): { table: UpstreamTable; obsolete: UpstreamGroup[] } => {
  const table = new Map<string, UpstreamGroup>()
  for (const upstream of upstreams) {
    const known = before.get(upstream.id)
    table.set(upstream.id, known && isDeepStrictEqual(known.upstream, upstream) ? known : create(upstream))
  }
  return { table, obsolete: [...before.values()].filter((group) => table.get(group.upstream.id) !== group) }
}
