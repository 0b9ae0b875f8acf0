/** One setting of a route or of the defaults: what holds, where it comes from, and the way to set it here or inherit it again. */
import type { ReactNode } from 'react'
import type { RouteSettings } from '../../../shared/route-settings.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { settingKinds, type SettingName } from './setting-kinds.ts'
import { settingHelp, settingTitles, settingValue } from './setting-words.ts'
import { VaultKeySelect } from './vault-key-select.tsx'

interface OriginProps {
  name: SettingName
  own: boolean
  /** Where it comes from while it is not set here. */
  from: string
  onReset: () => void
  className?: string
  children: ReactNode
}

/** At the right of the label: inherited from where, or the way back to that. */
export const WithOrigin = ({ name, own, from, onReset, className, children }: OriginProps) => (
  <div className={classNames('relative', className)}>
    {children}
    <span className="absolute -top-px right-0 flex h-[18px] items-center text-small text-3">
      {own ? (
        <Button
          look="text"
          className="!h-[18px] text-small"
          onClick={onReset}
          aria-label={`Reset “${settingTitles[name]}” to what is inherited`}
        >
          Reset
        </Button>
      ) : (
        from
      )}
    </span>
  </div>
)

interface SettingFieldProps {
  name: Exclude<SettingName, 'injectKeys'>
  text: string
  own: boolean
  from: string
  inherited: RouteSettings
  error: string | null
  /** Null: inherited again. */
  onChange: (text: string | null) => void
}

export const SettingField = ({ name, text, own, from, inherited, error, onChange }: SettingFieldProps) => {
  const kind = settingKinds[name]
  const label = settingTitles[name]
  const help = settingHelp[name]
  const select = (values: readonly string[], wordsOf: (value: string) => string) => (
    <Field label={label} help={help} error={error}>
      {({ id, 'aria-describedby': below }) => (
        <Select
          id={id}
          aria-describedby={below}
          form
          value={text}
          options={values.map((value) => ({ value, label: wordsOf(value) }))}
          onChange={onChange}
        />
      )}
    </Field>
  )
  const control = () => {
    switch (kind.kind) {
      case 'choice':
        return select(kind.values, (value) => settingValue({ ...inherited, [name]: value }, name))
      case 'switch':
        return select(['on', 'off'], (value) => settingValue({ ...inherited, [name]: value === 'on' }, name))
      case 'key':
        return <VaultKeySelect label={label} help={help} error={error} none={kind.none} value={text} onChange={onChange} />
      case 'directives':
      case 'headers':
        return (
          <TextArea
            label={label}
            help={help}
            error={error}
            mono
            rows={kind.kind === 'headers' ? 3 : 6}
            placeholder="None"
            value={text}
            onChange={(event) => onChange(event.target.value)}
            spellCheck={false}
            autoComplete="off"
          />
        )
      case 'number':
        return (
          <TextField
            label={label}
            help={help}
            error={error}
            inputMode="decimal"
            after={kind.unitName}
            placeholder={String(Number(inherited[name]) / kind.unit)}
            value={text}
            onChange={(event) => onChange(event.target.value)}
            autoComplete="off"
          />
        )
      default:
        return (
          <TextField
            label={label}
            help={help}
            error={error}
            mono
            placeholder={'none' in kind ? kind.none : ''}
            value={text}
            onChange={(event) => onChange(event.target.value)}
            autoComplete="off"
          />
        )
    }
  }
  return (
    <WithOrigin
      name={name}
      own={own}
      from={from}
      onReset={() => onChange(null)}
      className={kind.kind === 'headers' || kind.kind === 'directives' ? 'col-span-2' : ''}
    >
      {control()}
    </WithOrigin>
  )
}
