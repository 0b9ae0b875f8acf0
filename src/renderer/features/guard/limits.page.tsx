/** Limits: how often anybody may call, and who is near. The address holds the open dialog. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Gauge, Plus } from 'lucide-react'
import { useMay } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { useCommands } from '../../frame/commands.ts'
import { Button } from '../../ui/button.tsx'
import { PageScroll } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/view-state.tsx'
import { editOrTell } from './guard-acts.ts'
import { GuardBar } from './guard-bar.tsx'
import { useFollowGuard, usePolicy } from './guard-queries.ts'
import { LimitRow } from './limit-row.tsx'
import { LimitStorePanel } from './limit-store.panel.tsx'
import { LimitDialog } from './limit.dialog.tsx'
import type { LimitsSearch } from './limits-search.ts'
import { PolicySection, ReadersOfGuard } from './policy-section.tsx'
import { ProposedLimits } from './proposed-limits.panel.tsx'
import { RedisDialog } from './redis.dialog.tsx'
import { strictLimits } from './strict-limits.ts'

export const LimitsPage = () => (
  <ReadersOfGuard name="limits">
    <Limits />
  </ReadersOfGuard>
)

const Limits = () => {
  useFollowGuard()
  const search = useSearch({ from: '/limits' })
  const navigate = useNavigate({ from: '/limits' })
  const mayWrite = useMay('guard:write')
  const policy = usePolicy().data
  const inUse = useQuery(orpc.guard.limitsInUse.queryOptions({ enabled: policy !== undefined && policy.limits.length > 0 })).data
  const open = (next: LimitsSearch) => void navigate({ search: next, resetScroll: false })
  const close = () => void navigate({ search: {}, replace: true, resetScroll: false })
  const limit = policy?.limits.find(({ id }) => id === search.limit)
  const takeTemplate = () => {
    if (!policy) return
    editOrTell(
      policy.revision,
      strictLimits(policy).map((one) => ({ kind: 'put-limit', limit: one })),
      'The template “strict” was added, in dry run',
      'The template was not added',
    )
  }
  useCommands(
    mayWrite
      ? [
          {
            id: 'limits add',
            group: 'On this page',
            label: 'Add a limit',
            icon: Plus,
            needs: 'guard:write',
            run: () => open({ dialog: 'add' }),
          },
          {
            id: 'limits strict',
            group: 'On this page',
            label: 'Add the template “strict”',
            icon: Gauge,
            needs: 'guard:write',
            run: takeTemplate,
          },
        ]
      : [],
  )
  const actions = mayWrite && (
    <span className="flex gap-2">
      <Button onClick={takeTemplate}>Add template “strict”</Button>
      <Button look="primary" onClick={() => open({ dialog: 'add' })}>
        <Plus aria-hidden />
        Add limit
      </Button>
    </span>
  )
  return (
    <>
      <GuardBar />
      <PageScroll label="Limits">
        <PolicySection
          id="limits"
          title="How often anybody may call"
          text="A window holds in any stretch of its time, not from one full hour to the next; a bucket lets a burst by. In dry run it tells what it would refuse. What one limit refuses uses up none of the others."
          name="limits"
          actions={({ limits }) => limits.length > 0 && actions}
        >
          {(shown) =>
            shown.limits.length === 0 ? (
              <EmptyState
                icon={<Gauge aria-hidden />}
                title="Nothing is limited"
                text="Anybody may call as often as they like. Begin with the template in dry run, and see what it would have refused."
                action={actions}
              />
            ) : (
              <ul>
                {shown.limits.map((one) => (
                  <LimitRow
                    key={one.id}
                    policy={shown}
                    limit={one}
                    inUse={inUse?.find((used) => used.limit.id === one.id)}
                    mayWrite={mayWrite}
                    onChange={() => open({ limit: one.id, dialog: 'change' })}
                  />
                ))}
              </ul>
            )
          }
        </PolicySection>
        {policy && <ProposedLimits policy={policy} mayWrite={mayWrite} />}
        {policy && policy.limits.length > 0 && (
          <LimitStorePanel policy={policy} mayWrite={mayWrite} onRedis={() => open({ dialog: 'redis' })} />
        )}
      </PageScroll>
      {policy && mayWrite && search.dialog === 'add' && <LimitDialog policy={policy} limit={null} onClose={close} />}
      {policy && mayWrite && search.dialog === 'redis' && <RedisDialog policy={policy} onClose={close} />}
      {policy && mayWrite && limit && search.dialog === 'change' && (
        <LimitDialog key={limit.id} policy={policy} limit={limit} onClose={close} />
      )}
    </>
  )
}
