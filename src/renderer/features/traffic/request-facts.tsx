/** What is known of a request besides its path, as names and values. */
import type { RequestRecord } from '../../../shared/contract/traffic.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatBytes, formatCount } from '../../ui/format.ts'
import { formatFigure } from '../../ui/figures.ts'
import { Timestamp } from '../../ui/timestamp.tsx'
import { TraceFact } from './trace-fact.tsx'

interface RequestFactsProps {
  of: RequestRecord
  routeName: string | null
  consumerName: string | null
  upstreamName: (id: string) => string
}

const Code = ({ children }: { children: string }) => <span className="font-mono text-code">{children}</span>
type Fact = { name: string; value: React.ReactNode }

export const RequestFacts = ({ of: request, routeName, consumerName, upstreamName }: RequestFactsProps) => {
  const { id, source, route, consumer, keyId, caller, upstream, target, upstreamMs, query, triedBy } = request
  const facts: (Fact | false)[] = [
    {
      name: 'Request',
      value: (
        <span className="-my-1 flex min-w-0 items-center gap-1">
          <Code>{id}</Code>
          <CopyButton text={id} name="Copy request id" />
        </span>
      ),
    },
    { name: 'Time', value: <Timestamp atMs={request.atMs} /> },
    { name: 'Source', value: <Code>{source}</Code> },
    route !== null && { name: 'Route', value: routeName ?? route },
    consumer !== null && { name: 'Consumer', value: consumerName ?? consumer },
    keyId !== null && { name: 'Key', value: <Code>{keyId}</Code> },
    caller !== null && { name: 'Token of', value: <Code>{caller}</Code> },
    upstream !== null && { name: 'Upstream', value: upstreamName(upstream) },
    target !== null && {
      name: 'Target',
      value: (
        <>
          <Code>{target}</Code>
          {upstreamMs !== null && <span className="text-2">{formatFigure(upstreamMs, { unit: 'ms' })}</span>}
        </>
      ),
    },
    { name: 'Body', value: `${formatBytes(request.bytesIn)} received, ${formatBytes(request.bytesOut)} sent` },
    query !== null && {
      name: 'Query',
      value: (
        <Code>
          {Object.entries(query)
            .map(([name, value]) => `${name}=${value}`)
            .join(' ')}
        </Code>
      ),
    },
    request.trace !== null && { name: 'Trace', value: <TraceFact trace={request.trace} /> },
    triedBy !== null && { name: 'Tried by', value: triedBy },
    { name: 'Policy', value: `Revision ${formatCount(request.policyRevision)}` },
  ]
  return <Facts facts={facts.filter((fact) => fact !== false)} />
}
