/** One setting: what it does, its control, where its value comes from and what would stand without it. */
import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import type { Setting } from '../../../shared/contract/settings.ts'
import { settingLimitsWords, settingValueWords } from '../../../shared/setting-value-words.ts'
import { useMay } from '../../api/access.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { SettingControl } from './setting-control.tsx'
import { SettingNotices } from './setting-notices.tsx'
import { OriginBadge } from './setting-origin.tsx'
import { belowWords } from './setting-words.ts'
import { belowOf, useSettingChange } from './use-setting-change.ts'

/** Below the control: the badge of its origin, and what would stand without it. */
const Origin = ({ setting }: { setting: Setting }) => {
  const { kind, origin, layers } = setting
  const below = layers[1]
  if (!below) return <span>Default{kind.type === 'integer' && `, ${settingLimitsWords(kind)}`}</span>
  return (
    <>
      <OriginBadge origin={origin} />
      <span>
        else {settingValueWords(kind, below.value)} {belowWords[below.origin]}
      </span>
    </>
  )
}

interface SettingRowProps {
  setting: Setting
  open: boolean
  onOpen: () => void
}

export const SettingRow = ({ setting, open, onOpen }: SettingRowProps) => {
  const id = useId()
  const mayWrite = useMay(setting.permission)
  const change = useSettingChange(setting)
  const [mistyped, setMistyped] = useState<string | null>(null)
  const problem = mistyped ?? change.refusal
  return (
    <li
      data-setting={setting.key}
      tabIndex={-1}
      className={classNames(
        'grid gap-2 border-b border-hairline-soft px-4 py-3 -outline-offset-2 last:border-0',
        open && 'bg-accent-tint shadow-[inset_2px_0_var(--accent)]',
      )}
    >
      <div className="flex items-start gap-6 @max-[480px]:flex-wrap @max-[480px]:gap-2 @max-[660px]:gap-4">
        <div className="min-w-0 flex-1 @max-[480px]:basis-full">
          <h3 className="flex flex-wrap items-center gap-2">
            {setting.kind.type === 'integer' ? <label htmlFor={`${id}-control`}>{setting.title}</label> : <span>{setting.title}</span>}
            {setting.applies === 'restart' && <Badge>After a restart</Badge>}
          </h3>
          <p className="max-w-[64ch] text-small text-2">{setting.description}</p>
        </div>
        <div className="grid w-80 flex-none content-start gap-1 @max-[480px]:flex-1 @max-[660px]:w-60">
          <SettingControl
            setting={setting}
            disabled={!mayWrite}
            busy={change.busy}
            controlId={`${id}-control`}
            belowId={`${id}-below`}
            problem={problem}
            onSave={(value, version) => change.save({ value, version })}
            onProblem={(sentence) => {
              setMistyped(sentence)
              change.forgetRefusal()
            }}
          />
          <div
            id={`${id}-below`}
            role={problem ? 'alert' : undefined}
            className={classNames('flex min-h-5 flex-wrap items-center gap-x-2 gap-y-1 text-small', problem ? 'text-critical' : 'text-2')}
          >
            {problem ?? <Origin setting={setting} />}
            {!problem && mayWrite && setting.origin === 'run time' && (
              <Button
                look="text"
                className="!mx-0 !h-5 !px-0 text-small"
                busy={change.busy}
                onClick={() => change.save({ value: null, version: setting.version })}
                aria-label={`Reset ${setting.title} to ${settingValueWords(setting.kind, belowOf(setting).value)}`}
              >
                Reset
              </Button>
            )}
          </div>
        </div>
        <IconButton name={`More about ${setting.title}`} onClick={onOpen} aria-expanded={open}>
          <ChevronRight aria-hidden />
        </IconButton>
      </div>
      <SettingNotices setting={setting} change={change} />
    </li>
  )
}
