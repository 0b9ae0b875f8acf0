/** The control of a setting: a figure with its unit, a tick, or a choice. */
import { useRef, useState, type KeyboardEvent } from 'react'
import type { Setting, SettingValue } from '../../../shared/contract/settings.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { inputFrame, inputText } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { readInteger } from './setting-words.ts'

interface ControlProps {
  setting: Setting
  disabled: boolean
  /** A change is on its way: the control keeps the focus and takes no other. */
  busy: boolean
  controlId: string
  belowId: string
  problem: string | null
  /** `version` is that on which the person began to type. */
  onSave: (value: SettingValue, version: number) => void
  onProblem: (sentence: string | null) => void
}

interface Draft {
  text: string
  version: number
}

type IntegerKind = Extract<Setting['kind'], { type: 'integer' }>

const IntegerControl = ({
  setting,
  kind,
  disabled,
  busy,
  controlId,
  belowId,
  problem,
  onSave,
  onProblem,
}: ControlProps & { kind: IntegerKind }) => {
  /** null while nothing is being typed: then what is in force is shown. */
  const [draft, setDraft] = useState<Draft | null>(null)
  const escaped = useRef(false)
  const type = (text: string) => {
    onProblem(null)
    setDraft({ text, version: draft?.version ?? setting.version })
  }
  const forget = () => {
    onProblem(null)
    setDraft(null)
  }
  const save = () => {
    if (!draft) return
    const read = readInteger(draft.text, kind)
    if (read.kind === 'problem') return onProblem(read.sentence)
    setDraft(null)
    if (read.value !== setting.value) onSave(read.value, draft.version)
  }
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
    if (step !== 0) {
      const read = readInteger(draft?.text ?? String(setting.value), kind)
      if (read.kind === 'value') type(String(Math.min(kind.ceiling, Math.max(kind.floor, read.value + step))))
    } else if (event.key === 'Enter') save()
    else if (event.key === 'Escape' && draft) {
      escaped.current = true
      forget()
    } else return
    event.preventDefault()
  }
  return (
    <span className="flex items-center gap-2">
      <span className={`${inputFrame(true, problem !== null)} w-20`}>
        <input
          type="text"
          inputMode="numeric"
          autoComplete="off"
          id={controlId}
          aria-describedby={belowId}
          aria-invalid={problem !== null || undefined}
          disabled={disabled}
          readOnly={busy}
          value={draft?.text ?? String(setting.value)}
          onChange={(event) => type(event.target.value)}
          onKeyDown={press}
          onBlur={() => {
            if (!escaped.current) save()
            escaped.current = false
          }}
          className={`${inputText} text-right`}
        />
      </span>
      <span className="text-2">{kind.unit}</span>
    </span>
  )
}

export const SettingControl = (props: ControlProps) => {
  const { setting, disabled, busy, belowId, onSave } = props
  const { kind, value, version } = setting
  if (kind.type === 'integer') return <IntegerControl {...props} kind={kind} />
  if (kind.type === 'boolean')
    return (
      <Checkbox checked={value === true} disabled={disabled || busy} onChange={(checked) => onSave(checked, version)}>
        {value === true ? 'On' : 'Off'}
        <span className="sr-only">, {setting.title}</span>
      </Checkbox>
    )
  return (
    <Select
      aria-label={setting.title}
      aria-describedby={belowId}
      value={String(value)}
      options={kind.options}
      disabled={disabled || busy}
      onChange={(next) => onSave(next, version)}
      form
    />
  )
}
