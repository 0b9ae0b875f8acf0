/** The routes in the order of the policy, walked by keyboard row by row. */
import { useQuery } from '@tanstack/react-query'
import type { GuardState } from '../../../shared/contract/guard.ts'
import type { Policy, Route } from '../../../shared/policy.ts'
import { effectiveSettings } from '../../../shared/route-settings.ts'
import { orpc } from '../../api/client.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { classNames } from '../../ui/class-names.ts'
import { useWalkedList } from '../../ui/use-walked-list.ts'
import { walkShortcuts } from '../../ui/walk-shortcuts.ts'
import { WalkedGrid } from '../../ui/walked-grid.tsx'
import { WalkedRow } from '../../ui/walked-row.tsx'
import { matchWords } from './guard-words.ts'
import { columnGrid, columns } from './route-columns.ts'
import { RouteGrade } from './route-grade.tsx'
import { RouteState } from './route-state.tsx'
import { identityNames } from './setting-words.ts'

interface RouteListProps {
  policy: Policy
  state: GuardState | undefined
  openId: string | null
  onOpen: (id: string, walking: boolean) => void
}

const idOf = ({ id }: Route) => id

export const RouteList = ({ policy, state, openId, onOpen }: RouteListProps) => {
  const { routes } = policy
  const seen = Map.groupBy(useQuery(orpc.browsers.seen.queryOptions()).data ?? [], ({ route }) => route)
  const list = useWalkedList({
    rows: routes,
    idOf,
    keyOf: idOf,
    idAttribute: 'data-route',
    openId,
    onOpen,
    openedScroll: 'nearest',
    refocusClosed: true,
  })
  useShortcuts(walkShortcuts(list, { group: 'Routes', one: 'route' }))
  const upstreamName = (id: string) => policy.upstreams.find((upstream) => upstream.id === id)?.name ?? id
  return (
    <WalkedGrid
      label="Routes"
      columns={columns}
      columnGrid={columnGrid}
      list={list}
      draw={(route, place) => (
        <WalkedRow {...place} columnGrid={columnGrid} data-route={route.id}>
          <span role="gridcell" className="cut" title={route.name}>
            {route.name}
          </span>
          <span role="gridcell" className="cut font-mono text-code text-2" title={matchWords(route)}>
            {matchWords(route)}
          </span>
          <span role="gridcell" className={classNames(columns[2].className, 'cut')}>
            {upstreamName(route.upstream)}
          </span>
          <span role="gridcell" className={classNames(columns[3].className, 'cut text-2')}>
            {identityNames[effectiveSettings(policy, route).settings.identity]}
          </span>
          <span role="gridcell" className={columns[4].className}>
            <RouteGrade answers={seen.get(route.id) ?? []} settings={effectiveSettings(policy, route).settings} />
          </span>
          <span role="gridcell" className="flex">
            <RouteState route={route} state={state} />
          </span>
        </WalkedRow>
      )}
    />
  )
}
