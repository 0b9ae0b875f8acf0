/** Changes what every route inherits. */
import { useState } from 'react'
import type { Policy } from '../../../shared/policy.ts'
import { effectiveSettings } from '../../../shared/route-settings.ts'
import { useEditChecks } from './edit-checks.tsx'
import { PolicyDialog } from './policy.dialog.tsx'
import { editPolicy, useAct } from './guard-acts.ts'
import { tabOfSetting } from './setting-kinds.ts'
import { SettingTabs } from './setting-tabs.tsx'
import { readSettings, type SettingsDraft } from './settings-draft.ts'

const builtIn = effectiveSettings({ defaults: {} }, { settings: {} })

export const DefaultsDialog = ({ policy, onClose }: { policy: Policy; onClose: () => void }) => {
  const [draft, setDraft] = useState<SettingsDraft>({})
  const [tab, setTab] = useState('access')
  const [tried, setTried] = useState(false)
  const act = useAct()
  const read = readSettings(policy.defaults, draft)
  const edits = read.kind === 'settings' ? [{ kind: 'set-defaults' as const, settings: read.settings }] : null
  const checks = useEditChecks(policy.revision, edits)
  const submit = () => {
    setTried(true)
    if (read.kind === 'problem') setTab(tabOfSetting(read.name))
    if (!edits) return
    void act.run(() => editPolicy(policy.revision, edits, 'The defaults were changed')).then((done) => done && onClose())
  }
  return (
    <PolicyDialog
      title="Change what every route inherits"
      text="A route that sets something itself keeps what it set."
      save="Save changes"
      act={act}
      subject={policy.defaults}
      checks={checks}
      onSubmit={submit}
      onClose={onClose}
    >
      <SettingTabs
        label="Parts of the defaults"
        tab={tab}
        onTab={setTab}
        own={policy.defaults}
        inherited={builtIn}
        draft={draft}
        problem={tried && read.kind === 'problem' ? read : null}
        onChange={setDraft}
      />
    </PolicyDialog>
  )
}
