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
  const { kind, origin, applies } = setting
  return (
    <>
      {originWords[origin]}
      {origin !== 'default' && `, default ${valueWords(kind, setting.default)}`}
      {kind.type === 'integer' && `. ${limitsWords(kind)}`}.{applies === 'restart' && ' Applies after a restart.'}
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
  const wanted = conflict && conflict.value !== null ? valueWords(setting.kind, conflict.value) : null
  const present = valueWords(setting.kind, setting.value)
  return (
    <li className="grid gap-2 border-b border-hairline-soft py-3 last:border-0">
      <div className="flex items-start gap-6">
        <div className="min-w-0 flex-1">
          <h3>{setting.kind.type === 'integer' ? <label htmlFor={`${id}-control`}>{setting.title}</label> : setting.title}</h3>
          <p className="text-small text-2">{setting.description}</p>
        </div>
        <div className="grid w-60 flex-none content-start gap-1">
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
          <p id={`${id}-below`} role={problem ? 'alert' : undefined} className={`text-small ${problem ? 'text-critical' : 'text-2'}`}>
            {problem ?? <Origin setting={setting} />}{' '}
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
              Another window was faster: this is {present} now. You wanted {wanted ?? 'to reset it'}.
            </p>
            <Button onClick={change.keepOther}>Keep {present}</Button>
            <Button onClick={() => change.save({ value: conflict.value, version: setting.version })}>
              {wanted ? `Set ${wanted}` : 'Reset it'}
            </Button>
          </div>
        </Notice>
      )}
    </li>
  )
}
