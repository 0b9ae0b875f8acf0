/** The alert rules: which there are, how each stands, and the way to add and change them. */
import { useQuery } from '@tanstack/react-query'
import { Plus, Radar } from 'lucide-react'
import { useMemo, useState } from 'react'
import { describeProblem } from '../../api/describe-problem.ts'
import { useCommands } from '../../frame/commands.ts'
import { Button } from '../../ui/button.tsx'
import { GridSkeleton } from '../../ui/grid-skeleton.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { EmptyState, ErrorState } from '../../ui/view-state.tsx'
import { rulesOptions } from './alert-queries.ts'
import { dialogOf, type AlertsSearch } from './alerts-search.ts'
import { ruleColumns, ruleGrid, RuleList, ruleRowPx } from './rule-list.tsx'
import { matchesRule, sortRules } from './rule-order.ts'
import { RulePanel } from './rule-panel.tsx'
import { RuleDialog } from './rule.dialog.tsx'

interface RulesPanelProps {
  search: AlertsSearch
  mayWrite: boolean
  onOpen: (id: string, walking: boolean) => void
  onClose: () => void
  onDialog: (dialog: string) => void
  onDialogClose: () => void
}

export const RulesPanel = ({ search, mayWrite, onOpen, onClose, onDialog, onDialogClose }: RulesPanelProps) => {
  const { data, error, refetch } = useQuery(rulesOptions)
  const [typed, setTyped] = useState('')
  const rules = useMemo(() => sortRules((data ?? []).filter((rule) => matchesRule(rule, typed.trim()))), [data, typed])
  const openId = search.rule ?? null
  useCommands([
    { id: 'rules add', group: 'On this page', label: 'Add an alert rule', icon: Plus, needs: 'alerts:write', run: () => onDialog('add') },
  ])
  const of = (kind: 'change' | 'copy') => data?.find(({ id }) => id === dialogOf(search, kind)) ?? null
  const changed = of('change')
  const copied = of('copy')
  const content = () => {
    if (!data && error)
      return <ErrorState title="The rules could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
    if (!data) return <GridSkeleton label="Loading the rules" columns={ruleColumns} columnGrid={ruleGrid} heightPx={ruleRowPx} />
    if (rules.length === 0)
      return (
        <EmptyState
          icon={<Radar aria-hidden />}
          title={data.length === 0 ? 'Nothing is judged' : 'No rule matches'}
          text={
            data.length === 0
              ? 'A rule says which figure must not be where, for how long, and how bad it is. What breaks it is told to those who can mend it.'
              : 'No rule has all of these words in its name, its sentence or its group.'
          }
          action={
            data.length > 0 ? (
              <Button onClick={() => setTyped('')}>Show all rules</Button>
            ) : (
              mayWrite && <Button onClick={() => onDialog('add')}>Add rule</Button>
            )
          }
        />
      )
    return <RuleList rules={rules} mayWrite={mayWrite} openId={openId} onOpen={onOpen} onDialog={onDialog} />
  }
  return (
    <>
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="flex flex-none items-center gap-2 border-b border-hairline-soft px-4 py-2">
          <SearchField
            aria-label="Search the rules"
            placeholder="Search the rules"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            className="w-64"
          />
          <span className="flex-1" />
          {mayWrite && (
            <Button look="primary" onClick={() => onDialog('add')}>
              <Plus aria-hidden />
              Add rule
            </Button>
          )}
        </div>
        {content()}
      </div>
      {openId !== null && data && (
        <RulePanel
          key={openId}
          of={data.find(({ id }) => id === openId) ?? null}
          mayWrite={mayWrite}
          onDialog={onDialog}
          onClose={onClose}
        />
      )}
      {mayWrite && search.dialog === 'add' && <RuleDialog of={null} onClose={onDialogClose} />}
      {mayWrite && changed && <RuleDialog key={changed.id} of={changed} onClose={onDialogClose} />}
      {mayWrite && copied && <RuleDialog key={`copy ${copied.id}`} of={copied} likeIt onClose={onDialogClose} />}
    </>
  )
}
