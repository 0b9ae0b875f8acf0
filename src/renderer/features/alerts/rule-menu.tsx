/** What can be done with a rule. */
import { CircleStop, Copy, Pencil, Play, RotateCcw, Trash2 } from 'lucide-react'
import type { AlertRule } from '../../../shared/contract/alerts.ts'
import { MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { deleteRule, setRuleBack, setRuleEnabled } from './alert-acts.ts'

export const RuleMenu = ({ of: rule, onDialog }: { of: AlertRule; onDialog: (dialog: string) => void }) => (
  <>
    <MenuItem icon={<Pencil aria-hidden />} onSelect={() => onDialog(`change-${rule.id}`)}>
      Change…
    </MenuItem>
    {rule.condition.kind !== 'burn' && (
      <MenuItem icon={<Copy aria-hidden />} onSelect={() => onDialog(`copy-${rule.id}`)}>
        Make another like it…
      </MenuItem>
    )}
    <MenuItem
      icon={rule.enabled ? <CircleStop aria-hidden /> : <Play aria-hidden />}
      onSelect={() => void setRuleEnabled(rule, !rule.enabled)}
    >
      {rule.enabled ? 'Switch off' : 'Switch on'}
    </MenuItem>
    {rule.isBuiltIn ? (
      <MenuItem icon={<RotateCcw aria-hidden />} onSelect={() => void setRuleBack(rule)}>
        Set back as it came
      </MenuItem>
    ) : (
      rule.condition.kind !== 'burn' && (
        <>
          <MenuSeparator />
          <MenuItem icon={<Trash2 aria-hidden />} onSelect={() => void deleteRule(rule)}>
            Delete
          </MenuItem>
        </>
      )
    )}
  </>
)
