/** Forwarding: where the log is sent on to, how far each destination is, and what stands in the way. The hash names the open dialog. */
import { useLocation, useNavigate } from '@tanstack/react-router'
import { Plus, Send } from 'lucide-react'
import type { Destination } from '../../../shared/contract/forwarding.ts'
import { useMay, useSession } from '../../api/access.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useCommands } from '../../frame/commands.ts'
import { Button } from '../../ui/button.tsx'
import { PageScroll, Section } from '../../ui/page.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { EmptyState, ErrorState, NoPermissionState } from '../../ui/view-state.tsx'
import { DeleteDestinationDialog } from './delete-destination.dialog.tsx'
import { DestinationRow } from './destination-row.tsx'
import { DestinationDialog } from './destination.dialog.tsx'
import { useForwarding } from './use-forwarding.ts'

const about =
  'A copy of the log outside this machine, which nobody who gets in here can rewrite. Each destination goes on from where it stopped; what it cannot take yet waits in the log.'

const changePrefix = 'change-'
const deletePrefix = 'delete-'

const Waiting = () => (
  <Loading label="Loading the destinations">
    {[0, 1].map((row) => (
      <div key={row} className="grid gap-3 py-4">
        <Skeleton className="w-48" />
        <Skeleton className="w-96" />
        <Skeleton className="w-80" />
      </div>
    ))}
  </Loading>
)

const Dialogs = ({ destinations, hash, onClose }: { destinations: readonly Destination[]; hash: string; onClose: () => void }) => {
  const of = (prefix: string) => (hash.startsWith(prefix) ? destinations.find(({ id }) => id === hash.slice(prefix.length)) : undefined)
  const changed = of(changePrefix)
  const deleted = of(deletePrefix)
  if (hash === 'add') return <DestinationDialog key="add" of={null} onClose={onClose} />
  if (changed) return <DestinationDialog key={changed.id} of={changed} onClose={onClose} />
  if (deleted) return <DeleteDestinationDialog key={deleted.id} of={deleted} onClose={onClose} />
  return null
}

const Destinations = () => {
  const { data, error, refetch, dataUpdatedAt } = useForwarding()
  const mayWrite = useMay('settings:write')
  const { role } = useSession().user
  const { hash } = useLocation()
  const navigate = useNavigate({ from: '/settings/forwarding' })
  const open = (dialog: string) => void navigate({ hash: dialog, resetScroll: false })
  const close = () => void navigate({ hash: '', replace: true, resetScroll: false })
  useCommands([
    {
      id: 'forwarding add here',
      group: 'On this page',
      label: 'Add a destination',
      icon: Plus,
      needs: 'settings:write',
      run: () => open('add'),
    },
  ])
  const add = mayWrite && (
    <Button look="primary" onClick={() => open('add')}>
      <Plus aria-hidden />
      Add destination
    </Button>
  )
  return (
    <>
      <Section
        id="destinations"
        title="Where the log is sent"
        text={mayWrite ? about : `${about} You may read this, not change it: your role is ${role}, and changing takes an administrator.`}
        actions={data && data.length > 0 && add}
      >
        {!data && error && (
          <ErrorState title="The destinations could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
        )}
        {!data && !error && <Waiting />}
        {data?.length === 0 && (
          <EmptyState
            icon={<Send aria-hidden />}
            title="The log stays on this machine"
            text="Send it to syslog, a webhook or OpenTelemetry as well. Then a copy is where no intruder here can reach it, and your other tools can watch it."
            action={add}
          />
        )}
        {data && data.length > 0 && (
          <ul>
            {data.map((destination) => (
              <DestinationRow
                key={destination.id}
                destination={destination}
                readAtMs={dataUpdatedAt}
                mayWrite={mayWrite}
                onChange={() => open(changePrefix + destination.id)}
                onDelete={() => open(deletePrefix + destination.id)}
              />
            ))}
          </ul>
        )}
      </Section>
      {data && mayWrite && <Dialogs destinations={data} hash={hash} onClose={close} />}
    </>
  )
}

export const ForwardingPage = () => (
  <PageScroll label="Forwarding">
    {useMay('settings:read') ? (
      <Destinations />
    ) : (
      <NoPermissionState
        title="Forwarding is not open to you"
        text="Your role may not read the settings. An administrator can change that."
      />
    )}
  </PageScroll>
)
