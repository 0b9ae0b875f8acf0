/** One issuer of tokens: whose they are, how its keys are, and what can be done. */
import { Ellipsis, Pencil, Power, Trash2 } from 'lucide-react'
import type { Issuer, IssuerState } from '../../../shared/issuer.ts'
import type { Policy } from '../../../shared/policy.ts'
import { Badge } from '../../ui/badge.tsx'
import { formatCounted } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { SeverityShape } from '../../ui/severity.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import type { ConsumersSearch } from './consumers-search.ts'
import { editOrTell } from './guard-acts.ts'
import { callersWords } from './issuer-words.ts'

interface RowProps {
  policy: Policy
  issuer: Issuer
  /** Null: the guard does not tell it. */
  state: IssuerState | null
  mayWrite: boolean
  open: (search: ConsumersSearch) => void
}

const Keys = ({ issuer, state }: Pick<RowProps, 'issuer' | 'state'>) => {
  if (!issuer.enabled) return null
  if (!state) return <p className="text-small text-2">How its keys are is known while the guard runs.</p>
  return (
    <>
      <p className="text-small text-2">
        {formatCounted(state.keys, 'key', 'keys')}
        {state.fetchedAtMs !== null && (
          <>
            , fetched <RelativeTime atMs={state.fetchedAtMs} />
          </>
        )}
        {state.kids.length > 0 && (
          <>
            : <span className="font-mono text-code">{state.kids.slice(0, 4).join(', ')}</span>
          </>
        )}
        {state.kids.length > 4 && ` and ${state.kids.length - 4} more`}
      </p>
      {state.problem !== null && (
        <p data-sev={state.usable ? 'medium' : 'high'} className="flex items-center gap-2 text-small">
          <SeverityShape severity={state.usable ? 'medium' : 'high'} />
          <span>
            {state.usable ? '' : 'No token can be checked. '}
            {state.problem}
          </span>
        </p>
      )}
    </>
  )
}

export const IssuerRow = ({ policy, issuer, state, mayWrite, open }: RowProps) => {
  const titleId = `issuer-${issuer.id}`
  const toggle = () =>
    editOrTell(
      policy.revision,
      [{ kind: 'put-issuer', issuer: { ...issuer, enabled: !issuer.enabled } }],
      issuer.enabled ? `“${issuer.name}” is off: its tokens are not believed` : `“${issuer.name}” is on`,
      `“${issuer.name}” was not changed`,
    )
  return (
    <li aria-labelledby={titleId} className="flex items-start gap-4 border-b border-hairline-soft py-4 first:pt-0 last:border-0">
      <div className="grid min-w-0 flex-1 gap-0.5">
        <h3 id={titleId} className="flex items-center gap-2">
          <span className="cut">{issuer.name}</span>
          {!issuer.enabled && <Badge>Off</Badge>}
        </h3>
        <p className="text-small text-2 [overflow-wrap:anywhere]">
          <span className="font-mono text-code">{issuer.issuer}</span> for{' '}
          <span className="font-mono text-code">{issuer.audiences.join(', ')}</span>
        </p>
        <p className="text-small text-2">{callersWords(policy, issuer)}</p>
        <Keys issuer={issuer} state={state} />
      </div>
      {mayWrite && (
        <Menu
          trigger={
            <IconButton name={`More about the issuer “${issuer.name}”`}>
              <Ellipsis aria-hidden />
            </IconButton>
          }
        >
          <MenuItem icon={<Pencil aria-hidden />} onSelect={() => open({ issuer: issuer.id, dialog: 'change-issuer' })}>
            Change…
          </MenuItem>
          <MenuItem icon={<Power aria-hidden />} onSelect={toggle}>
            {issuer.enabled ? 'Turn off' : 'Turn on'}
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon={<Trash2 aria-hidden />} onSelect={() => open({ issuer: issuer.id, dialog: 'delete-issuer' })}>
            Delete…
          </MenuItem>
        </Menu>
      )}
    </li>
  )
}
