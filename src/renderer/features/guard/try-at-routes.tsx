/** The try over the page of the routes: begun from the open route, from a record, or from nothing. */
import { useQuery } from '@tanstack/react-query'
import type { Policy, Route } from '../../../shared/policy.ts'
import { orpc } from '../../api/client.ts'
import { blankTry, tryOfRecord, tryOfRoute } from './try-draft.ts'
import { TryDialog } from './try.dialog.tsx'

interface TryAtRoutesProps {
  policy: Policy
  route: Route | undefined
  /** Of a record. */
  request: string | null
  onClose: () => void
}

export const TryAtRoutes = ({ policy, route, request, onClose }: TryAtRoutesProps) => {
  const query = useQuery({
    ...orpc.traffic.request.queryOptions({ input: { id: request ?? '' } }),
    enabled: request !== null,
    staleTime: Infinity,
    retry: false,
  })
  if (request === null) return <TryDialog key={route?.id} policy={policy} start={route ? tryOfRoute(route) : blankTry} onClose={onClose} />
  if (query.isPending) return null
  const record = query.data?.request
  return (
    <TryDialog
      key={request}
      policy={policy}
      start={record ? tryOfRecord(record, policy) : blankTry}
      note={
        record
          ? 'Filled in from its record. What it had of headers, query and body is not recorded, and of its path only what the route says.'
          : 'There is no such record any more; fill it in yourself.'
      }
      onClose={onClose}
    />
  )
}
