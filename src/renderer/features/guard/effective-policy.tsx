/** What holds on a route or by default, part by part, where each comes from, and the way to inherit it again. */
import { Undo2 } from 'lucide-react'
import type { RouteSettings, SettingOrigin } from '../../../shared/route-settings.ts'
import { classNames } from '../../ui/class-names.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { settingGroups, type SettingName } from './setting-kinds.ts'
import { originNames, settingTitles, settingValue } from './setting-words.ts'

interface EffectivePolicyProps {
  settings: RouteSettings
  origins: Record<SettingName, SettingOrigin>
  /** The origin that can be taken back here. */
  here: SettingOrigin
  /** Absent: one may not. */
  onReset?: ((name: SettingName) => void) | undefined
}

export const EffectivePolicy = ({ settings, origins, here, onReset }: EffectivePolicyProps) => (
  <table className="w-full table-fixed text-small">
    <colgroup>
      <col className="w-[36%]" />
      <col />
      <col className="w-24" />
    </colgroup>
    <thead className="sr-only">
      <tr>
        <th scope="col">Part</th>
        <th scope="col">What holds</th>
        <th scope="col">Where it comes from</th>
      </tr>
    </thead>
    {settingGroups.map(({ id, title, names }, at) => (
      <tbody key={id}>
        <tr>
          <th scope="rowgroup" colSpan={3} className={classNames('pb-0.5 text-left text-micro font-normal text-3', at > 0 && 'pt-3')}>
            {title}
          </th>
        </tr>
        {names.map((name) => (
          <tr key={name} data-setting={name} className="h-6 border-b border-hairline-soft align-baseline last:border-0">
            <th scope="row" className="py-1 pr-2 text-left font-normal text-2">
              {settingTitles[name]}
            </th>
            <td className="py-1 pr-2 [overflow-wrap:anywhere]">{settingValue(settings, name)}</td>
            <td className={classNames('py-0 text-right', origins[name] === here ? 'text-1' : 'text-3')}>
              <span className="flex h-6 items-center justify-end gap-1">
                {originNames[origins[name]]}
                {onReset && origins[name] === here && (
                  <IconButton
                    name={`Reset “${settingTitles[name]}” to what is ${here === 'route' ? 'inherited' : 'built in'}`}
                    className="!h-6 !w-6"
                    onClick={() => onReset(name)}
                  >
                    <Undo2 aria-hidden className="size-3.5" />
                  </IconButton>
                )}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    ))}
  </table>
)
