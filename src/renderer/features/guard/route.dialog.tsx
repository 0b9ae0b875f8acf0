/** Changes a route: what it takes, where it sends it, and each of its settings, set here or inherited. */
import { useState } from 'react'
import type { Policy, Route } from '../../../shared/policy.ts'
import { effectiveSettings } from '../../../shared/route-settings.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { useEditChecks } from './edit-checks.tsx'
import { EditDialog } from './edit-dialog.tsx'
import { editPolicy, useAct } from './guard-acts.ts'
import { MatchFields } from './match-fields.tsx'
import { draftOf, readDraft, type RouteDraft } from './route-draft.ts'
import { SettingFields } from './setting-fields.tsx'
import { settingGroups } from './setting-kinds.ts'

const matchTab = 'match'

/** Where what is wrong is typed. */
const tabOf = (read: ReturnType<typeof readDraft>): string | null => {
  if (read.kind === 'edits') return null
  return read.field === 'settings' ? (settingGroups.find(({ names }) => names.includes(read.name))?.id ?? null) : matchTab
}

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
    const wrongIn = tabOf(read)
    if (wrongIn !== null) setTab(wrongIn)
    if (read.kind === 'problem') return
    void act.run(() => editPolicy(policy.revision, read.edits, `“${draft.name.trim()}” was changed`)).then((done) => done && onClose())
  }
  const inherited = effectiveSettings(policy, { settings: {} })
  return (
    <EditDialog title={`Change “${route.name}”`} save="Save changes" act={act} checks={checks} onSubmit={submit} onClose={onClose}>
      <div className="-mx-4 flex min-h-88 flex-col">
        <Tabs
          label="Parts of the route"
          value={tab}
          onChange={setTab}
          tabs={[
            {
              value: matchTab,
              label: 'Takes',
              content: (
                <div className="p-4 pb-0">
                  <MatchFields policy={policy} draft={draft} problem={problem} onChange={change} />
                </div>
              ),
            },
            ...settingGroups.map(({ id, title, names }) => ({
              value: id,
              label: title,
              content: (
                <div className="p-4 pb-0">
                  <SettingFields
                    names={names}
                    own={route.settings}
                    inherited={inherited}
                    draft={draft.settings}
                    problem={problem?.field === 'settings' ? problem : null}
                    onChange={(settings) => change({ settings })}
                  />
                </div>
              ),
            })),
          ]}
        />
      </div>
    </EditDialog>
  )
}
