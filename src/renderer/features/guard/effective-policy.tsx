/** What holds on a route, part by part, and where each comes from. */
import type { Policy, Route } from '../../../shared/policy.ts'
import { effectiveSettings, settingNames, type SettingOrigin } from '../../../shared/route-settings.ts'
import { classNames } from '../../ui/class-names.ts'
import { settingTitles, settingValue } from './setting-words.ts'

const originNames: Record<SettingOrigin, string> = { route: 'This route', defaults: 'Defaults', 'built in': 'Built in' }

export const EffectivePolicy = ({ policy, route }: { policy: Policy; route: Route }) => {
  const { settings, origins } = effectiveSettings(policy, route)
  return (
    <table className="w-full table-fixed text-small">
      <colgroup>
        <col className="w-[36%]" />
        <col />
        <col className="w-20" />
      </colgroup>
      <thead className="sr-only">
        <tr>
          <th scope="col">Part</th>
          <th scope="col">What holds</th>
          <th scope="col">Where it comes from</th>
        </tr>
      </thead>
      <tbody>
        {settingNames.map((name) => (
          <tr key={name} className="border-b border-hairline-soft last:border-0">
            <th scope="row" className="py-1 pr-2 text-left font-normal text-2">
              {settingTitles[name]}
            </th>
            <td className="py-1 pr-2 [overflow-wrap:anywhere]">{settingValue(settings, name)}</td>
            <td className={classNames('py-1 text-right', origins[name] === 'route' ? 'text-1' : 'text-3')}>{originNames[origins[name]]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
