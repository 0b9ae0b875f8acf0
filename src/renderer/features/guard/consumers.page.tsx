/** Consumers: who calls the guarded service, with which keys, and what they may do there. The address holds the open dialog. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Plus, Users } from 'lucide-react'
import { useMay } from '../../api/access.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useCommands } from '../../frame/commands.ts'
import { Button } from '../../ui/button.tsx'
import { PageScroll, Section } from '../../ui/page.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { EmptyState, ErrorState, NoPermissionState } from '../../ui/view-state.tsx'
import { ConsumerDialog } from './consumer.dialog.tsx'
import { ConsumerRow } from './consumer-row.tsx'
import type { ConsumersSearch } from './consumers-search.ts'
import { DeleteConsumerDialog } from './delete-consumer.dialog.tsx'
import { GuardBar } from './guard-bar.tsx'
import { useFollowGuard, usePolicy } from './guard-queries.ts'
import { IssueKeyDialog } from './issue-key.dialog.tsx'

export const ConsumersPage = () =>
  useMay('guard:read') ? (
    <Consumers />
  ) : (
    <NoPermissionState
      title="The consumers are not open to you"
      text="Your role may not read what the guard does. An administrator can change that."
    />
  )

const Consumers = () => {
  useFollowGuard()
  const search = useSearch({ from: '/consumers' })
  const navigate = useNavigate({ from: '/consumers' })
  const mayWrite = useMay('guard:write')
  const query = usePolicy()
  const policy = query.data
  const open = (next: ConsumersSearch) => void navigate({ search: next, resetScroll: false })
  const close = () => void navigate({ search: {}, replace: true, resetScroll: false })
  const consumer = policy?.consumers.find(({ id }) => id === search.consumer)
  useCommands(
    mayWrite
      ? [
          {
            id: 'consumers add',
            group: 'On this page',
            label: 'Add a consumer',
            icon: Plus,
            needs: 'guard:write',
            run: () => open({ dialog: 'add' }),
          },
        ]
      : [],
  )
  const add = mayWrite && (
    <Button look="primary" onClick={() => open({ dialog: 'add' })}>
      <Plus aria-hidden />
      Add consumer
    </Button>
  )
  return (
    <>
      <GuardBar />
      <PageScroll label="Consumers">
        <Section
          id="consumers"
          title="Who calls your services"
          text="A consumer has keys, a role and perhaps networks it must call from. A key is shown once, when it is made; here only its hash is kept."
          actions={policy && policy.consumers.length > 0 && add}
        >
          {query.isPending && (
            <Loading label="Loading the consumers">
              <div className="grid gap-3">
                <Skeleton className="w-48" />
                <Skeleton className="w-96" />
              </div>
            </Loading>
          )}
          {!policy && query.error && (
            <ErrorState
              title="The consumers could not be read"
              problem={describeProblem(query.error)}
              onRetry={() => void query.refetch()}
            />
          )}
          {policy?.consumers.length === 0 && (
            <EmptyState
              icon={<Users aria-hidden />}
              title="Nobody is known yet"
              text="Add a consumer for each client of your services. Then you see who calls, and can say who may and how often."
              action={add}
            />
          )}
          {policy && policy.consumers.length > 0 && (
            <ul>
              {policy.consumers.map((one) => (
                <ConsumerRow key={one.id} policy={policy} consumer={one} mayWrite={mayWrite} open={open} />
              ))}
            </ul>
          )}
        </Section>
      </PageScroll>
      {policy && mayWrite && search.dialog === 'add' && <ConsumerDialog policy={policy} consumer={null} onClose={close} />}
      {policy && mayWrite && consumer && search.dialog === 'change' && (
        <ConsumerDialog key={consumer.id} policy={policy} consumer={consumer} onClose={close} />
      )}
      {policy && mayWrite && consumer && search.dialog === 'delete' && (
        <DeleteConsumerDialog policy={policy} consumer={consumer} onClose={close} />
      )}
      {mayWrite && consumer && search.dialog === 'key' && <IssueKeyDialog key={consumer.id} consumer={consumer} onClose={close} />}
    </>
  )
}
