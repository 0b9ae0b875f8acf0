/** The open route beside the list: what it takes, where it sends it, how its targets are, and what holds on it. */
import { ArrowDown, ArrowUp, Ellipsis, FlaskConical, Pencil, Power, Trash2 } from 'lucide-react'
import type { GuardState } from '../../../shared/contract/guard.ts'
import type { Policy, Route } from '../../../shared/policy.ts'
import { effectiveSettings } from '../../../shared/route-settings.ts'
import { useMay } from '../../api/access.ts'
import { useCommands } from '../../frame/commands.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatCount } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { SeverityShape } from '../../ui/severity.tsx'
import { PanelSection, ScrollRegion, SidePanel } from '../../ui/side-panel.tsx'
import { EffectivePolicy } from './effective-policy.tsx'
import { editOrTell } from './guard-acts.ts'
import { balanceNames, matchWords } from './guard-words.ts'
import { RouteBrowsers } from './route-browsers.tsx'
import type { SettingName } from './setting-kinds.ts'
import { settingTitles } from './setting-words.ts'
import { withoutSetting } from './settings-draft.ts'

interface RoutePanelProps {
  policy: Policy
  route: Route
  state: GuardState | undefined
  onChange: () => void
  onChangeUpstream: () => void
  onTry: () => void
  onDelete: () => void
  onClose: () => void
}

const Targets = ({ policy, route, state }: Pick<RoutePanelProps, 'policy' | 'route' | 'state'>) => {
  const upstream = policy.upstreams.find(({ id }) => id === route.upstream)
  const known = state?.upstreams.find(({ id }) => id === route.upstream)?.targets ?? []
  if (!upstream) return null
  return (
    <>
      <ul className="grid gap-1">
        {upstream.targets.map(({ url, weight }) => {
          const target = known.find((one) => one.url === new URL(url).origin)
          return (
            <li key={url} className="flex items-center gap-2">
              <SeverityShape severity={target && !target.well ? 'critical' : 'info'} />
              <span className="cut min-w-0 flex-1 font-mono text-code">{url}</span>
              {weight !== 1 && <span className="text-small text-3">weight {weight}</span>}
              <span className="text-small text-2">
                {!target ? 'Not used yet' : !target.well ? 'Out' : target.active === 0 ? 'Well' : `${formatCount(target.active)} under way`}
              </span>
            </li>
          )
        })}
      </ul>
      {upstream.targets.length > 1 && <p className="mt-2 text-small text-2">Shared out {balanceNames[upstream.balance].toLowerCase()}.</p>}
    </>
  )
}

export const RoutePanel = ({ policy, route, state, onChange, onChangeUpstream, onTry, onDelete, onClose }: RoutePanelProps) => {
  const mayWrite = useMay('guard:write')
  const { revision, routes } = policy
  const at = routes.findIndex(({ id }) => id === route.id)
  useShortcuts([{ keys: 'Escape', label: 'Close the panel', group: 'Routes', run: onClose }])
  const toggle = () =>
    editOrTell(
      revision,
      [{ kind: 'put-route', route: { ...route, enabled: !route.enabled }, before: null }],
      route.enabled ? `“${route.name}” is off` : `“${route.name}” is on`,
      `“${route.name}” was not changed`,
    )
  const reset = (name: SettingName) =>
    editOrTell(
      revision,
      [{ kind: 'put-route', route: { ...route, settings: withoutSetting(route.settings, name) }, before: null }],
      `“${settingTitles[name]}” is inherited again`,
      `“${route.name}” was not changed`,
    )
  /** The lower of two neighbours is put before the upper one. */
  const move = (by: 1 | -1) => {
    const lower = routes[by === 1 ? at + 1 : at]
    const upper = routes[by === 1 ? at : at - 1]
    if (!lower || !upper) return
    editOrTell(
      revision,
      [{ kind: 'put-route', route: lower, before: upper.id }],
      `“${route.name}” was moved`,
      `“${route.name}” was not moved`,
    )
  }
  useCommands(
    mayWrite
      ? [
          { id: 'route change', group: 'On this page', label: `Change “${route.name}”`, icon: Pencil, needs: 'guard:write', run: onChange },
          {
            id: 'route switch',
            group: 'On this page',
            label: route.enabled ? `Turn “${route.name}” off` : `Turn “${route.name}” on`,
            icon: Power,
            needs: 'guard:write',
            run: toggle,
          },
        ]
      : [],
  )
  return (
    <SidePanel
      label={`Route ${route.name}`}
      title={route.name}
      onClose={onClose}
      actions={
        mayWrite && (
          <Menu
            trigger={
              <IconButton name={`More about “${route.name}”`}>
                <Ellipsis aria-hidden />
              </IconButton>
            }
          >
            <MenuItem icon={<Power aria-hidden />} onSelect={toggle}>
              {route.enabled ? 'Turn off' : 'Turn on'}
            </MenuItem>
            <MenuItem icon={<ArrowUp aria-hidden />} onSelect={() => move(-1)} disabled={at <= 0}>
              Move up
            </MenuItem>
            <MenuItem icon={<ArrowDown aria-hidden />} onSelect={() => move(1)} disabled={at >= routes.length - 1}>
              Move down
            </MenuItem>
            <MenuSeparator />
            <MenuItem icon={<Trash2 aria-hidden />} onSelect={onDelete}>
              Delete…
            </MenuItem>
          </Menu>
        )
      }
    >
      <ScrollRegion label="The route" focusKey={route.id}>
        <PanelSection>
          <Facts
            facts={[
              { name: 'Takes', value: <span className="font-mono text-code">{matchWords(route)}</span> },
              ...route.match.headers.map(({ name, value }) => ({
                name: 'With header',
                value: (
                  <span className="font-mono text-code">
                    {name}
                    {value === null ? '' : `: ${value}`}
                  </span>
                ),
              })),
              { name: 'Id', value: <span className="font-mono text-code">{route.id}</span> },
            ]}
          />
          <p className="mt-3 flex flex-wrap gap-2">
            {mayWrite && (
              <Button onClick={onChange}>
                <Pencil aria-hidden />
                Change route…
              </Button>
            )}
            <Button onClick={onTry}>
              <FlaskConical aria-hidden />
              Try it…
            </Button>
          </p>
        </PanelSection>
        <PanelSection title="Targets">
          <Targets policy={policy} route={route} state={state} />
          {mayWrite && (
            <Button className="mt-3" onClick={onChangeUpstream}>
              <Pencil aria-hidden />
              Change targets…
            </Button>
          )}
        </PanelSection>
        <RouteBrowsers policy={policy} route={route} />
        <PanelSection title="What holds here">
          <EffectivePolicy {...effectiveSettings(policy, route)} here="route" onReset={mayWrite ? reset : undefined} />
        </PanelSection>
      </ScrollRegion>
    </SidePanel>
  )
}
