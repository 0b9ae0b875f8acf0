/** The open rule beside the list: when it fires, what it means, and what it would have done lately. */
import { Link } from '@tanstack/react-router'
import { Ellipsis, Pencil } from 'lucide-react'
import type { AlertRule } from '../../../shared/contract/alerts.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatDuration } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { SeverityLabel } from '../../ui/severity.tsx'
import { PanelSection, ScrollRegion, SidePanel } from '../../ui/side-panel.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { conditionNames, labelWords, ruleStateHelp } from './alert-words.ts'
import { tabSearch } from './alerts-search.ts'
import { RuleState } from './rule-list.tsx'
import { RuleMenu } from './rule-menu.tsx'
import { RulePreview } from './rule-preview.tsx'
import { Runbook } from './runbook.tsx'

interface RulePanelProps {
  /** Null: there is none of that id. */
  of: AlertRule | null
  mayWrite: boolean
  onDialog: (dialog: string) => void
  onClose: () => void
}

export const RulePanel = ({ of: rule, mayWrite, onDialog, onClose }: RulePanelProps) => {
  useShortcuts([{ keys: 'Escape', label: 'Close the panel', group: 'Alerts', run: onClose }])
  if (!rule)
    return (
      <SidePanel label="Rule" title="Rule" onClose={onClose}>
        <ErrorState title="There is no such rule" problem={{ title: '', sentence: 'It may have been deleted since.', requestId: null }} />
      </SidePanel>
    )
  const { id, name, state, severity, condition, sentence, forMs, keepFiringMs, group, labels, lastFiredAtMs, summary, runbookUrl } = rule
  return (
    <SidePanel label={`Rule ${name}`} title={name} onClose={onClose}>
      <ScrollRegion label="The rule" focusKey={id}>
        <PanelSection>
          <p className="mb-3">{sentence}</p>
          <Facts
            facts={[
              {
                name: 'State',
                value: (
                  <>
                    <RuleState of={rule} /> <span className="text-small text-2">{ruleStateHelp[state]}</span>
                  </>
                ),
              },
              { name: 'Severity', value: <SeverityLabel severity={severity} look="badge" /> },
              {
                name: 'Kind',
                value: (
                  <>
                    {conditionNames[condition.kind]} {rule.isBuiltIn && <Badge>Built in</Badge>}
                    {condition.kind === 'burn' && (
                      <Link to="/objectives" search={{ objective: condition.objectiveId }} className="text-accent-text hover:underline">
                        Its objective
                      </Link>
                    )}
                  </>
                ),
              },
              { name: 'Fires', value: forMs === 0 ? 'At once' : `Once it has held for ${formatDuration(forMs)}` },
              { name: 'Resolves', value: keepFiringMs === 0 ? 'At once' : `Once it has been over for ${formatDuration(keepFiringMs)}` },
              { name: 'Group', value: group },
              ...(Object.keys(labels).length > 0
                ? [{ name: 'Labels', value: <span className="font-mono text-code">{labelWords(labels)}</span> }]
                : []),
              {
                name: 'Last fired',
                value: (
                  <>
                    {lastFiredAtMs === null ? 'Never' : <RelativeTime atMs={lastFiredAtMs} />}
                    {lastFiredAtMs !== null && (
                      <Link to="/alerts" search={tabSearch('history', { rule: id })} className="text-accent-text hover:underline">
                        Past alerts
                      </Link>
                    )}
                  </>
                ),
              },
            ]}
          />
          {mayWrite && (
            <div className="mt-4 flex gap-2">
              <Button onClick={() => onDialog(`change-${id}`)}>
                <Pencil aria-hidden />
                Change…
              </Button>
              <Menu
                trigger={
                  <IconButton name={`More to do with “${name}”`} look="plain">
                    <Ellipsis aria-hidden />
                  </IconButton>
                }
              >
                <RuleMenu of={rule} onDialog={onDialog} />
              </Menu>
            </div>
          )}
          {!mayWrite && <p className="mt-4 text-small text-2">Your role may look at rules, not change them.</p>}
        </PanelSection>
        {(summary !== '' || runbookUrl !== null) && (
          <PanelSection title="What it means and what to do">
            {summary !== '' && <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{summary}</p>}
            {runbookUrl !== null && (
              <div className="mt-2">
                <Runbook url={runbookUrl} />
              </div>
            )}
          </PanelSection>
        )}
        <PanelSection title="What it would have done">
          <RulePreview rule={rule} missing="" look="panel" />
        </PanelSection>
      </ScrollRegion>
    </SidePanel>
  )
}
