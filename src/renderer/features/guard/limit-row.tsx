/** One limit: what it counts, whether it is enforced, and who is near it. */
import { Ellipsis, Gauge, Pencil, Play, Trash2 } from 'lucide-react'
import type { Limit, Policy } from '../../../shared/policy.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { formatCount } from '../../ui/format.ts'
import { editOrTell } from './guard-acts.ts'
import { layerNames, limitWords } from './guard-words.ts'
import { PenaltiesInForce } from './penalties-in-force.tsx'
import { NearLimit, type LimitInUse } from './near-limit.tsx'

interface RowProps {
  policy: Policy
  limit: Limit
  inUse: LimitInUse | undefined
  mayWrite: boolean
  onChange: () => void
}

export const LimitRow = ({ policy, limit, inUse, mayWrite, onChange }: RowProps) => {
  const { revision } = policy
  const titleId = `limit-${limit.id}`
  const dry = limit.mode === 'dry-run'
  const on = limit.routes.map((id) => policy.routes.find((route) => route.id === id)?.name ?? id)
  const consumer = policy.consumers.find(({ id }) => id === limit.consumer)?.name
  const setMode = (mode: Limit['mode']) =>
    editOrTell(
      revision,
      [{ kind: 'put-limit', limit: { ...limit, mode } }],
      mode === 'enforce' ? `“${limit.name}” is enforced` : `“${limit.name}” is in dry run`,
      `“${limit.name}” was not changed`,
    )
  const remove = () =>
    editOrTell(revision, [{ kind: 'remove-limit', id: limit.id }], `“${limit.name}” was deleted`, `“${limit.name}” was not deleted`)
  return (
    <li aria-labelledby={titleId} className="grid gap-2 border-b border-hairline-soft py-4 first:pt-0 last:border-0">
      <div className="flex items-start gap-4">
        <div className="min-w-0 flex-1">
          <h3 id={titleId} className="flex items-center gap-2">
            <span className="cut">{limit.name}</span>
            {dry && <Badge>Dry run</Badge>}
          </h3>
          <p className="text-small text-2">
            {consumer ?? layerNames[limit.layer]}: {limitWords(limit)}
            {limit.resourceClass !== null && `, in the class ${limit.resourceClass}`}
            {on.length > 0 && `, on ${on.join(', ')}`}
            {limit.penalty && `; kept out after ${formatCount(limit.penalty.after)} refusals`}
          </p>
        </div>
        {mayWrite && (
          <div className="flex flex-none gap-2">
            {dry && (
              <Button onClick={() => setMode('enforce')} aria-label={`Enforce “${limit.name}”`}>
                <Play aria-hidden />
                Enforce
              </Button>
            )}
            <Menu
              trigger={
                <IconButton name={`More about “${limit.name}”`}>
                  <Ellipsis aria-hidden />
                </IconButton>
              }
            >
              <MenuItem icon={<Pencil aria-hidden />} onSelect={onChange}>
                Change…
              </MenuItem>
              {!dry && (
                <MenuItem icon={<Gauge aria-hidden />} onSelect={() => setMode('dry-run')}>
                  Back to dry run
                </MenuItem>
              )}
              <MenuSeparator />
              <MenuItem icon={<Trash2 aria-hidden />} onSelect={remove}>
                Delete
              </MenuItem>
            </Menu>
          </div>
        )}
      </div>
      <NearLimit policy={policy} limit={limit} inUse={inUse} />
      <PenaltiesInForce policy={policy} limit={limit} penalties={inUse?.penalties ?? []} mayWrite={mayWrite} />
    </li>
  )
}
