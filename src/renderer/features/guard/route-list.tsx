/** The routes in the order of the policy, walked by keyboard row by row. */
import type { GuardState } from '../../../shared/contract/guard.ts'
import type { Policy, Route } from '../../../shared/policy.ts'
import { effectiveSettings } from '../../../shared/route-settings.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { classNames } from '../../ui/class-names.ts'
import { useWalkedList } from '../../ui/use-walked-list.ts'
import { matchWords } from './guard-words.ts'
import { columnGrid, columns, headPx, rowPx } from './route-columns.ts'
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
  const { scroller, rowsBegin, items, cursorId, ...walk } = useWalkedList({
    rows: routes,
    idOf,
    keyOf: idOf,
    idAttribute: 'data-route',
    headPx,
    headingPx: 0,
    rowPx,
    openId,
    onOpen,
    openedScroll: 'nearest',
    refocusClosed: true,
  })
  useShortcuts([
    { keys: 'j', label: 'Next route', group: 'Routes', run: () => walk.step(1) },
    { keys: 'k', label: 'Previous route', group: 'Routes', run: () => walk.step(-1) },
    { keys: 'Enter', label: 'Open the route', group: 'Routes', run: () => cursorId !== null && walk.open(cursorId) },
  ])
  const upstreamName = (id: string) => policy.upstreams.find((upstream) => upstream.id === id)?.name ?? id
  return (
    <div ref={scroller} data-beside={openId === null ? undefined : ''} className="min-h-0 min-w-0 flex-1 overflow-auto">
      <div
        role="grid"
        tabIndex={-1}
        aria-label="Routes"
        aria-rowcount={routes.length + 1}
        aria-colcount={columns.length}
        onKeyDown={walk.keyDown}
        onClick={walk.click}
      >
        <div role="rowgroup" className="sticky top-0 z-2">
          <div
            role="row"
            aria-rowindex={1}
            className={`${columnGrid} h-7 bg-surface-1 text-micro text-3 shadow-[inset_0_-1px_var(--hairline)]`}
          >
            {columns.map(({ name, className }) => (
              <span key={name} role="columnheader" className={className}>
                {name}
              </span>
            ))}
          </div>
        </div>
        <div ref={rowsBegin} role="rowgroup" className="relative" style={{ height: walk.totalPx }}>
          {items.map(({ index, key, start }) => {
            const route = routes[index]
            if (!route) return null
            return (
              <div
                key={key}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={route.id === openId}
                tabIndex={index === walk.cursorIndex ? 0 : -1}
                data-route={route.id}
                style={{ transform: `translateY(${start - headPx}px)` }}
                className={classNames(
                  columnGrid,
                  'absolute inset-x-0 top-0 h-row border-b border-hairline-soft -outline-offset-2 hover:bg-hover',
                  'aria-selected:bg-accent-tint aria-selected:shadow-[inset_2px_0_var(--accent)] forced-colors:aria-selected:outline-2 forced-colors:aria-selected:outline-[Highlight]',
                )}
              >
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
                <span role="gridcell" className="flex">
                  <RouteState route={route} state={state} />
                </span>
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}
