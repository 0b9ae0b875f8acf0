/** What stands between a person and a change of a setting: another window was faster, or data would be dropped. */
import type { Setting } from '../../../shared/contract/settings.ts'
import { settingValueWords } from '../../../shared/setting-value-words.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { intoView } from './into-view.ts'
import type { useSettingChange } from './use-setting-change.ts'

export const SettingNotices = ({ setting, change }: { setting: Setting; change: ReturnType<typeof useSettingChange> }) => {
  const { conflict, asking } = change
  const present = settingValueWords(setting.kind, setting.value)
  const wanted = conflict && conflict.value !== null ? settingValueWords(setting.kind, conflict.value) : null
  return (
    <>
      {asking && (
        <Notice severity="high" alert>
          <div ref={intoView} className="flex flex-wrap items-center gap-2">
            <p className="min-w-0 flex-1">
              From {present} down to {settingValueWords(setting.kind, change.valueOf(asking))}: what no longer has room is deleted for good,
              and an undo does not bring it back.
            </p>
            <Button onClick={change.keepPresent}>Keep {present}</Button>
            <Button look="danger" onClick={() => change.saveAnyway(asking)}>
              Lower it
            </Button>
          </div>
        </Notice>
      )}
      {conflict && (
        <Notice severity="medium" alert>
          <div className="flex flex-wrap items-center gap-2">
            <p className="min-w-0 flex-1">
              Another window was faster: this is {present} now. You wanted {wanted ?? 'to reset it'}.
            </p>
            <Button onClick={change.keepOther}>Keep {present}</Button>
            <Button onClick={() => change.save({ value: conflict.value, version: setting.version })}>
              {wanted ? `Set ${wanted}` : 'Reset it'}
            </Button>
          </div>
        </Notice>
      )}
    </>
  )
}
