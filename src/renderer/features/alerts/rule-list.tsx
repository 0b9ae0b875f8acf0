/** The rules, with how each stands: the worst first. */
import { Ellipsis } from 'lucide-react'
import { useMemo } from 'react'
import type { AlertRule } from '../../../shared/contract/alerts.ts'
import { Badge } from '../../ui/badge.tsx'
import { classNames } from '../../ui/class-names.ts'
import { formatRelative, formatUtc } from '../../ui/format.ts'
import type { GridColumn } from '../../ui/grid-columns.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { useNowMs } from '../../ui/now.ts'
import { SeverityLabel } from '../../ui/severity.tsx'
import { ruleStateNames } from './alert-words.ts'
import { RuleMenu } from './rule-menu.tsx'
import { RowActs, WalkedTable } from './walked-table.tsx'

const roomOnly = 'in-data-beside:hidden max-wide:hidden'
export const ruleGrid =
  'grid grid-cols-[96px_minmax(0,1fr)_96px_128px_112px_56px] px-2 *:px-2 ' +
  'in-data-beside:grid-cols-[96px_minmax(0,1fr)_96px_56px] max-wide:grid-cols-[96px_minmax(0,1fr)_96px_56px]'
export const ruleColumns: readonly GridColumn[] = [
  { name: 'State' },
  { name: 'Rule' },
  { name: 'Severity' },
  { name: 'Group', className: roomOnly },
  { name: 'Last fired', className: roomOnly },
  { name: 'What can be done', hiddenName: true },
]
export const ruleRowPx = 48

export const RuleState = ({ of: { state, severity } }: { of: Pick<AlertRule, 'state' | 'severity'> }) => {
  if (state === 'firing')
    return (
      <SeverityLabel severity={severity} look="badge">
        Firing
      </SeverityLabel>
    )
  return <Badge live={state === 'well'}>{ruleStateNames[state]}</Badge>
}

const LastFired = ({ atMs }: { atMs: number | null }) => {
  const nowMs = useNowMs()
  if (atMs === null) return <span className="text-3">Never</span>
  return (
    <span className="cut block text-2" title={formatUtc(atMs)}>
      {formatRelative(Math.min(atMs, nowMs), nowMs)}
    </span>
  )
}

interface RuleListProps {
  rules: readonly AlertRule[]
  mayWrite: boolean
  openId: string | null
  onOpen: (id: string, walking: boolean) => void
  onDialog: (dialog: string) => void
}

export const RuleList = ({ rules, mayWrite, openId, onOpen, onDialog }: RuleListProps) => {
  const cells = useMemo(
    () => (rule: AlertRule) => [
      <RuleState key="state" of={rule} />,
      <span key="rule" className={classNames('grid', !rule.enabled && 'text-2')}>
        <span className="flex min-w-0 items-center gap-2">
          <span className="cut">{rule.name}</span>
        </span>
        <span className="cut text-small text-2" title={rule.sentence}>
          {rule.sentence}
        </span>
      </span>,
      <SeverityLabel key="severity" severity={rule.severity} />,
      <span key="group" className="cut block text-2" title={rule.group}>
        {rule.group}
      </span>,
      <LastFired key="last" atMs={rule.lastFiredAtMs} />,
      mayWrite && (
        <RowActs key="acts">
          <Menu
            trigger={
              <IconButton name={`More about “${rule.name}”`}>
                <Ellipsis aria-hidden />
              </IconButton>
            }
          >
            <RuleMenu of={rule} onDialog={onDialog} />
          </Menu>
        </RowActs>
      ),
    ],
    [mayWrite, onDialog],
  )
  return (
    <WalkedTable
      label="Alert rules"
      one="rule"
      group="Alerts"
      rows={rules}
      columns={ruleColumns}
      grid={ruleGrid}
      rowPx={ruleRowPx}
      openId={openId}
      onOpen={onOpen}
      cells={cells}
    />
  )
}
