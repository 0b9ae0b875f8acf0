/** One consumer: role, scopes, networks, keys, and what can be done. */
import { Ellipsis, KeyRound, Pencil, Power, Trash2 } from 'lucide-react'
import type { Consumer } from '../../../shared/consumer.ts'
import { consumerScopes } from '../../../shared/consumer.ts'
import type { Policy } from '../../../shared/policy.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { ConsumerKey } from './consumer-key.tsx'
import type { ConsumersSearch } from './consumers-search.ts'
import { editOrTell } from './guard-acts.ts'
import { withoutKeyWords } from './issuer-words.ts'
import { roleNames } from './role-names.ts'

const scopesWords = ({ role, scopes }: Consumer): string => {
  const all = [...consumerScopes[role], ...scopes]
  return all.includes('*') ? 'May do everything' : `May ${all.join(', ')}`
}

interface RowProps {
  policy: Policy
  consumer: Consumer
  mayWrite: boolean
  open: (search: ConsumersSearch) => void
}

export const ConsumerRow = ({ policy, consumer, mayWrite, open }: RowProps) => {
  const titleId = `consumer-${consumer.id}`
  const { keys: _, ...plain } = consumer
  const toggle = () =>
    editOrTell(
      policy.revision,
      [{ kind: 'put-consumer', consumer: { ...plain, enabled: !consumer.enabled } }],
      consumer.enabled ? `“${consumer.name}” is off: its keys are refused` : `“${consumer.name}” is on`,
      `“${consumer.name}” was not changed`,
    )
  return (
    <li aria-labelledby={titleId} className="grid gap-2 border-b border-hairline-soft py-4 first:pt-0 last:border-0">
      <div className="flex items-start gap-4">
        <div className="min-w-0 flex-1">
          <h3 id={titleId} className="flex items-center gap-2">
            <span className="cut">{consumer.name}</span>
            <Badge>{roleNames[consumer.role]}</Badge>
            {!consumer.enabled && <Badge>Off</Badge>}
          </h3>
          <p className="text-small text-2">
            {scopesWords(consumer)}
            {consumer.networks.length > 0 && `, from ${consumer.networks.join(', ')} only`}
          </p>
        </div>
        {mayWrite && (
          <div className="flex flex-none gap-2">
            <Button onClick={() => open({ consumer: consumer.id, dialog: 'key' })} aria-label={`Make a key for “${consumer.name}”`}>
              <KeyRound aria-hidden />
              Make key…
            </Button>
            <Menu
              trigger={
                <IconButton name={`More about “${consumer.name}”`}>
                  <Ellipsis aria-hidden />
                </IconButton>
              }
            >
              <MenuItem icon={<Pencil aria-hidden />} onSelect={() => open({ consumer: consumer.id, dialog: 'change' })}>
                Change…
              </MenuItem>
              <MenuItem icon={<Power aria-hidden />} onSelect={toggle}>
                {consumer.enabled ? 'Turn off' : 'Turn on'}
              </MenuItem>
              <MenuSeparator />
              <MenuItem icon={<Trash2 aria-hidden />} onSelect={() => open({ consumer: consumer.id, dialog: 'delete' })}>
                Delete…
              </MenuItem>
            </Menu>
          </div>
        )}
      </div>
      {consumer.keys.length > 0 ? (
        <ul aria-label={`Keys of ${consumer.name}`}>
          {consumer.keys.map((key) => (
            <ConsumerKey key={key.id} consumer={consumer} shown={key} mayWrite={mayWrite} />
          ))}
        </ul>
      ) : (
        <p className="text-small text-2">{withoutKeyWords(policy, consumer)}</p>
      )}
    </li>
  )
}
