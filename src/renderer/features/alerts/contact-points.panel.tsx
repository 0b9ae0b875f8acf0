/** Whom alerts reach: the contact points, each with how it is doing, and the way to add and change them. */
import { useQuery } from '@tanstack/react-query'
import { BellRing, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { describeProblem } from '../../api/describe-problem.ts'
import { useCommands } from '../../frame/commands.ts'
import { Button } from '../../ui/button.tsx'
import { PageScroll, Section } from '../../ui/page.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { EmptyState, ErrorState } from '../../ui/view-state.tsx'
import { contactPointsOptions } from './alert-queries.ts'
import { dialogOf, type AlertsSearch } from './alerts-search.ts'
import { ContactPointRow } from './contact-point-row.tsx'
import { ContactPointDialog } from './contact-point.dialog.tsx'
import { DeleteContactPointDialog } from './delete-contact-point.dialog.tsx'

interface ContactPointsPanelProps {
  search: AlertsSearch
  mayWrite: boolean
  onDialog: (dialog: string) => void
  onDialogClose: () => void
  /** Whether this computer shows notifications of its own. */
  desktopSwitch: ReactNode
}

export const ContactPointsPanel = ({ search, mayWrite, onDialog, onDialogClose, desktopSwitch }: ContactPointsPanelProps) => {
  const { data, error, refetch } = useQuery(contactPointsOptions)
  useCommands([
    {
      id: 'contact points add',
      group: 'On this page',
      label: 'Add a contact point',
      icon: Plus,
      needs: 'alerts:write',
      run: () => onDialog('add'),
    },
  ])
  const of = (kind: 'change' | 'delete') => data?.find(({ id }) => id === dialogOf(search, kind))
  const changed = of('change')
  const deleted = of('delete')
  const add = mayWrite && (
    <Button look="primary" onClick={() => onDialog('add')}>
      <Plus aria-hidden />
      Add contact point
    </Button>
  )
  return (
    <PageScroll label="Contact points">
      <Section
        id="contact-points"
        title="Whom alerts reach"
        text={`Each message is kept until its receiver has taken it, over a restart too. One cause is one message.${mayWrite ? '' : ' Your role may read this, not change it.'}`}
        actions={data && data.length > 0 && add}
      >
        {!data && error && (
          <ErrorState title="The contact points could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
        )}
        {!data && !error && (
          <Loading label="Loading the contact points">
            <Skeleton className="w-48" />
            <Skeleton className="mt-3 w-96" />
          </Loading>
        )}
        {data?.length === 0 && (
          <EmptyState
            icon={<BellRing aria-hidden />}
            title="Nobody is told yet"
            text="Alerts stand on this page and in the bell above. Add Slack, PagerDuty, e-mail or a webhook, and they reach people who are not looking."
            action={add}
          />
        )}
        {data && data.length > 0 && (
          <ul>
            {data.map((point) => (
              <ContactPointRow
                key={point.id}
                of={point}
                mayWrite={mayWrite}
                onChange={() => onDialog(`change-${point.id}`)}
                onDelete={() => onDialog(`delete-${point.id}`)}
              />
            ))}
          </ul>
        )}
      </Section>
      {desktopSwitch && (
        <Section id="this-computer" title="In this browser">
          {desktopSwitch}
        </Section>
      )}
      {mayWrite && search.dialog === 'add' && <ContactPointDialog of={null} onClose={onDialogClose} />}
      {mayWrite && changed && <ContactPointDialog key={changed.id} of={changed} onClose={onDialogClose} />}
      {mayWrite && deleted && <DeleteContactPointDialog key={deleted.id} of={deleted} onClose={onDialogClose} />}
    </PageScroll>
  )
}
