/** The trace of a request: its id, and the way to where people look at it, where it is there. */
import { useQuery } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import type { RequestRecord } from '../../../shared/contract/traffic.ts'
import { traceAddress } from '../../../shared/telemetry-settings.ts'
import { orpc } from '../../api/client.ts'
import { onDesktop } from '../../api/host.ts'
import { CopyButton } from '../../ui/copy-button.tsx'

/** The desktop window opens no other page: there the address is copied. */
export const TraceFact = ({ trace: { id, told } }: { trace: NonNullable<RequestRecord['trace']> }) => {
  const link = useQuery(orpc.guard.policy.queryOptions()).data?.telemetry?.traces?.link ?? null
  const address = told && link !== null ? traceAddress(link, id) : null
  return (
    <>
      <span className="-my-1 flex min-w-0 items-center gap-1">
        <span className="font-mono text-code">{id}</span>
        <CopyButton text={id} name="Copy trace id" />
        {address !== null && onDesktop && (
          <CopyButton text={address} name="Copy the address of the trace" sign={<ExternalLink aria-hidden />} />
        )}
      </span>
      {address !== null && !onDesktop && (
        <a
          href={address}
          target="_blank"
          rel="noopener noreferrer"
          title={address}
          className="inline-flex items-center gap-1 text-accent-text hover:underline"
        >
          <ExternalLink aria-hidden />
          Open
        </a>
      )}
      {!told && <span className="text-2">not sent</span>}
    </>
  )
}
