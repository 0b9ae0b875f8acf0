/** Changes a route: what it takes, where it sends it, and each of its settings, set here or inherited. */
import { useState } from 'react'
import type { Policy, Route } from '../../../shared/policy.ts'
import { effectiveSettings } from '../../../shared/route-settings.ts'
import { useEditChecks } from './edit-checks.tsx'
import { PolicyDialog } from './policy.dialog.tsx'
import { editPolicy, useAct } from './guard-acts.ts'
import { MatchFields } from './match-fields.tsx'
import { draftOf, readDraft, type RouteDraft } from './route-draft.ts'
import { tabOfSetting } from './setting-kinds.ts'
import { SettingTabs } from './setting-tabs.tsx'

const matchTab = 'match'

export const RouteDialog = ({ policy, route, onClose }: { policy: Policy; route: Route; onClose: () => void }) => {
  const [draft, setDraft] = useState(() => draftOf(route))
  const [tab, setTab] = useState(matchTab)
  const [tried, setTried] = useState(false)
  const act = useAct()
  const read = readDraft(route, draft)
  const checks = useEditChecks(policy.revision, read.kind === 'edits' ? read.edits : null)
  const change = (part: Partial<RouteDraft>) => setDraft({ ...draft, ...part })
  const problem = tried && read.kind === 'problem' ? read : null
  const submit = () => {
    setTried(true)
    if (read.kind === 'problem') return setTab(read.field === 'settings' ? tabOfSetting(read.name) : matchTab)
    void act.run(() => editPolicy(policy.revision, read.edits, `“${draft.name.trim()}” was changed`)).then((done) => done && onClose())
  }
  const inherited = effectiveSettings(policy, { settings: {} })
  return (
    <PolicyDialog
      title={`Change “${route.name}”`}
      save="Save changes"
      act={act}
      subject={route}
      checks={checks}
      onSubmit={submit}
      onClose={onClose}
    >
      <SettingTabs
        label="Parts of the route"
        tab={tab}
        onTab={setTab}
        first={{
          value: matchTab,
          label: 'Takes',
          content: (
            <div className="p-4 pb-0">
              <MatchFields policy={policy} draft={draft} problem={problem} onChange={change} />
            </div>
          ),
        }}
        own={route.settings}
        inherited={inherited}
        draft={draft.settings}
        problem={problem?.field === 'settings' ? problem : null}
        onChange={(settings) => change({ settings })}
      />
    </PolicyDialog>
  )
}
