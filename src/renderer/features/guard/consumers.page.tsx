/** Consumers: who calls the guarded service, with which keys, and what they may do there. The address holds the open dialog. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Plus, Users } from 'lucide-react'
import { useMay } from '../../api/access.ts'
import { useCommands } from '../../frame/commands.ts'
import { Button } from '../../ui/button.tsx'
import { PageScroll } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/view-state.tsx'
import { ConsumerDialog } from './consumer.dialog.tsx'
import { ConsumerRow } from './consumer-row.tsx'
import type { ConsumersSearch } from './consumers-search.ts'
import { DeleteConsumerDialog } from './delete-consumer.dialog.tsx'
import { GuardBar } from './guard-bar.tsx'
import { useFollowGuard, usePolicy } from './guard-queries.ts'
import { IssueKeyDialog } from './issue-key.dialog.tsx'
import { IssuerDialogs } from './issuer-dialogs.tsx'
import { IssuersSection } from './issuers.panel.tsx'
import { PolicySection, ReadersOfGuard } from './policy-section.tsx'

export const ConsumersPage = () => (
  <ReadersOfGuard name="consumers">
    <Consumers />
  </ReadersOfGuard>
)

const Consumers = () => {
  useFollowGuard()
  const search = useSearch({ from: '/consumers' })
  const navigate = useNavigate({ from: '/consumers' })
  const mayWrite = useMay('guard:write')
  const policy = usePolicy().data
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
          {
            id: 'issuers add',
            group: 'On this page',
            label: 'Add an issuer of tokens',
            icon: Plus,
            needs: 'guard:write',
            run: () => open({ dialog: 'add-issuer' }),
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
        <PolicySection
          id="consumers"
          title="Who calls your services"
          text="A consumer has keys, a role and perhaps networks it must call from. A key is shown once, when it is made; here only its hash is kept."
          name="consumers"
          actions={({ consumers }) => consumers.length > 0 && add}
        >
          {(shown) =>
            shown.consumers.length === 0 ? (
              <EmptyState
                icon={<Users aria-hidden />}
                title="Nobody is known yet"
                text="Add a consumer for each client of your services. Then you see who calls, and can say who may and how often."
                action={add}
              />
            ) : (
              <ul>
                {shown.consumers.map((one) => (
                  <ConsumerRow key={one.id} policy={shown} consumer={one} mayWrite={mayWrite} open={open} />
                ))}
              </ul>
            )
          }
        </PolicySection>
        <IssuersSection mayWrite={mayWrite} open={open} />
      </PageScroll>
      {policy && <IssuerDialogs policy={policy} search={search} mayWrite={mayWrite} onClose={close} />}
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
