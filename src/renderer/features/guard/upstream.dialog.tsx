/** Changes an upstream: its targets and how they share the requests, how their health is known, and its connections. */
import { useState } from 'react'
import type { Policy, Upstream } from '../../../shared/policy.ts'
import { formatCounted } from '../../ui/format.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { useEditChecks } from './edit-checks.tsx'
import { PolicyDialog } from './policy.dialog.tsx'
import { editPolicy, useAct } from './guard-acts.ts'
import { HealthFields } from './health-fields.tsx'
import { TargetFields } from './target-fields.tsx'
import { readUpstream, upstreamDraftOf, type UpstreamDraft, type UpstreamProblem } from './upstream-draft.ts'
import { UpstreamNumberField } from './upstream-number-field.tsx'
import { upstreamTlsFields } from './upstream-tls-draft.ts'
import { UpstreamTlsFields } from './upstream-tls-fields.tsx'

const tabOf = ({ field }: UpstreamProblem): string => {
  if (['name', 'url', 'weight', 'targets', 'hashHeader'].includes(field)) return 'targets'
  if (upstreamTlsFields.some((name) => name === field)) return 'tls'
  return ['connectTimeoutMs', 'connections', 'overflow', 'recycleMs'].includes(field) ? 'connections' : 'health'
}

export const UpstreamDialog = ({ policy, upstream, onClose }: { policy: Policy; upstream: Upstream; onClose: () => void }) => {
  const [draft, setDraft] = useState(() => upstreamDraftOf(upstream))
  const [tab, setTab] = useState('targets')
  const [tried, setTried] = useState(false)
  const act = useAct()
  const read = readUpstream(upstream, draft)
  const edits = read.kind === 'upstream' ? [{ kind: 'put-upstream' as const, upstream: read.upstream }] : null
  const checks = useEditChecks(policy.revision, edits)
  const change = (part: Partial<UpstreamDraft>) => setDraft({ ...draft, ...part })
  const problem = tried && read.kind === 'problem' ? read : null
  const submit = () => {
    setTried(true)
    if (read.kind === 'problem') setTab(tabOf(read))
    if (!edits) return
    void act.run(() => editPolicy(policy.revision, edits, `“${draft.name.trim()}” was changed`)).then((done) => done && onClose())
  }
  const users = policy.routes.filter((route) => route.upstream === upstream.id)
  const parts = { draft, problem, onChange: change }
  return (
    <PolicyDialog
      title={`Change the targets of “${upstream.name}”`}
      text={users.length > 1 ? `${formatCounted(users.length, 'route sends', 'routes send')} to it.` : undefined}
      save="Save changes"
      act={act}
      subject={upstream}
      checks={checks}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="-mx-4 flex min-h-80 flex-col">
        <Tabs
          label="Parts of the upstream"
          value={tab}
          onChange={setTab}
          tabs={[
            { value: 'targets', label: 'Targets', content: <TargetFields {...parts} /> },
            { value: 'health', label: 'Health', content: <HealthFields {...parts} /> },
            { value: 'tls', label: 'TLS', content: <UpstreamTlsFields {...parts} /> },
            {
              value: 'connections',
              label: 'Connections',
              content: (
                <div className="grid grid-cols-2 items-start gap-4 p-4 pb-0">
                  <UpstreamNumberField {...parts} name="connections" label="Kept to each target" help="They stand between requests." />
                  <UpstreamNumberField
                    {...parts}
                    name="overflow"
                    label="More in a rush"
                    help="Beyond both, requests wait in order for a while."
                  />
                  <UpstreamNumberField {...parts} name="connectTimeoutMs" label="Wait for a connection" after="s" />
                  <UpstreamNumberField {...parts} name="recycleMs" label="Made anew after" after="s" />
                </div>
              ),
            },
          ]}
        />
      </div>
    </PolicyDialog>
  )
}
