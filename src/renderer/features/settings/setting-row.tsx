/** One setting: what it does, its control, where its value comes from, and what went wrong with changing it. */
import { useId, useState } from 'react'
import type { Setting } from '../../../shared/contract/settings.ts'
import { useMay } from '../../api/access.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SettingControl } from './setting-control.tsx'
import { limitsWords, originWords, valueWords } from './setting-words.ts'
import { useSettingChange } from './use-setting-change.ts'

const Origin = ({ setting }: { setting: Setting }) => {
  const { kind, origin, value, applies } = setting
  const limits = kind.type === 'integer' ? `, ${limitsWords(kind)}` : ''
  return (
    <>
      {originWords[origin]}
      {origin !== 'default' && value !== setting.default && `, default ${valueWords(kind, setting.default)}`}
      {limits}
      {applies === 'restart' && '. Applies after a restart'}
    </>
  )
}

export const SettingRow = ({ setting }: { setting: Setting }) => {
  const id = useId()
  const mayWrite = useMay(setting.permission)
  const change = useSettingChange(setting)
  const [mistyped, setMistyped] = useState<string | null>(null)
  const problem = mistyped ?? change.refusal
  const { conflict } = change
  const wanted = conflict && (conflict.value === null ? 'the value from before' : valueWords(setting.kind, conflict.value))
  return (
    <li className="grid gap-2 border-b border-hairline-soft py-3 last:border-0">
      <div className="flex items-start gap-6">
        <div className="min-w-0 flex-1">
          <h3 id={`${id}-title`}>{setting.title}</h3>
          <p className="text-small text-2">{setting.description}</p>
        </div>
        <div className="grid flex-none justify-items-end gap-1">
          <SettingControl
            setting={setting}
            disabled={!mayWrite}
            busy={change.busy}
            titleId={`${id}-title`}
            belowId={`${id}-below`}
            problem={problem}
            onSave={(value, version) => change.save({ value, version })}
            onProblem={(sentence) => {
              setMistyped(sentence)
              change.forgetRefusal()
            }}
          />
          <p
            id={`${id}-below`}
            role={problem ? 'alert' : undefined}
            className={`flex items-center gap-2 text-small ${problem ? 'text-critical' : 'text-2'}`}
          >
            {problem ?? <Origin setting={setting} />}
            {!problem && mayWrite && setting.origin === 'run time' && (
              <Button
                look="text"
                className="!mx-0 !h-5 !px-0 text-small"
                busy={change.busy}
                onClick={() => change.save({ value: null, version: setting.version })}
                aria-label={`Reset ${setting.title}`}
              >
                Reset
              </Button>
            )}
          </p>
        </div>
      </div>
      {conflict && (
        <Notice severity="medium" alert>
          <div className="flex flex-wrap items-center gap-2">
            <p className="min-w-0 flex-1">
              Another window was faster: this is {valueWords(setting.kind, setting.value)} now. You wanted {wanted}.
            </p>
            <Button onClick={change.keepOther}>Keep {valueWords(setting.kind, setting.value)}</Button>
            <Button onClick={() => change.save({ value: conflict.value, version: setting.version })}>Set {wanted}</Button>
          </div>
        </Notice>
      )}
    </li>
  )
}
