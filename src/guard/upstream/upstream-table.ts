/** The upstreams of a policy; one that stays the same keeps its connections and what is known of its targets. */
import { isDeepStrictEqual } from 'node:util'
import type { Upstream } from '../../shared/policy.ts'
import { upstreamTlsFault } from '../tls/upstream-tls.ts'
import type { UpstreamGroup } from './upstream-group.ts'

export type UpstreamTable = ReadonlyMap<string, UpstreamGroup>

/** Of those that are new or others than before. */
export const faultsOfUpstreamTls = (upstreams: readonly Upstream[], before: UpstreamTable): { path: string; message: string }[] =>
  upstreams.flatMap((upstream, at) => {
    if (upstream.tls === null || isDeepStrictEqual(before.get(upstream.id)?.upstream.tls, upstream.tls)) return []
    const fault = upstreamTlsFault(upstream)
    return fault ? [{ path: `upstreams.${at}.tls${fault.path === '' ? '' : `.${fault.path}`}`, message: fault.message }] : []
  })

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
