/** A group of settings in a form, each with where it comes from. */
import type { RouteSettings, SettingOrigin, SomeSettings } from '../../../shared/route-settings.ts'
import { InjectedKeysField } from './injected-keys-field.tsx'
import { IssuersField } from './issuers-field.tsx'
import { SettingField } from './setting-field.tsx'
import type { SettingName } from './setting-kinds.ts'
import { originNames } from './setting-words.ts'
import { shownKeys, shownSetting, type SettingProblem, type SettingsDraft } from './settings-draft.ts'

export interface SettingFieldsProps {
  names: readonly SettingName[]
  /** What was set here before the form was opened. */
  own: SomeSettings
  inherited: { settings: RouteSettings; origins: Record<SettingName, SettingOrigin> }
  draft: SettingsDraft
  problem: SettingProblem | null
  onChange: (draft: SettingsDraft) => void
}

export const SettingFields = ({ names, own, inherited, draft, problem, onChange }: SettingFieldsProps) => (
  <div className="grid grid-cols-2 items-start gap-4">
    {names.map((name) => {
      const error = problem?.name === name ? problem.sentence : null
      const from = originNames[inherited.origins[name]]
      if (name === 'injectKeys')
        return (
          <InjectedKeysField
            key={name}
            {...shownKeys(draft, own, inherited.settings)}
            from={from}
            error={error}
            onChange={(injectKeys) => onChange({ ...draft, injectKeys })}
          />
        )
      const parts = {
        ...shownSetting(name, draft, own, inherited.settings),
        from,
        error,
        onChange: (text: string | null) => onChange({ ...draft, [name]: text }),
      }
      if (name === 'issuers') return <IssuersField key={name} {...parts} />
      return <SettingField key={name} name={name} inherited={inherited.settings} {...parts} />
    })}
  </div>
)
