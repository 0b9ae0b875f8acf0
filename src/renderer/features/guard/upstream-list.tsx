/** The upstreams, who sends to them, and the way to change or leave out one. */
import { Pencil, Trash2 } from 'lucide-react'
import type { Policy } from '../../../shared/policy.ts'
import { formatCount } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { editOrTell } from './guard-acts.ts'

interface UpstreamListProps {
  policy: Policy
  mayWrite: boolean
  onChange: (id: string) => void
}

const usersOf = (policy: Policy): ReadonlyMap<string, readonly string[]> => {
  const users = new Map<string, string[]>()
  for (const { upstream, name } of policy.routes) {
    const known = users.get(upstream)
    if (known) known.push(name)
    else users.set(upstream, [name])
  }
  return users
}
const userWords = (names: readonly string[]): string => {
  if (names.length === 0) return 'No route sends to it'
  return names.length > 3 ? `Used by ${formatCount(names.length)} routes` : `Used by ${names.join(', ')}`
}

export const UpstreamList = ({ policy, mayWrite, onChange }: UpstreamListProps) => {
  const usersById = usersOf(policy)
  return (
    <ul>
      {policy.upstreams.map(({ id, name, targets }) => {
        const users = usersById.get(id) ?? []
        return (
          <li key={id} className="flex min-h-9 items-center gap-4 border-b border-hairline-soft last:border-0">
            <span className="cut w-48">{name}</span>
            <span className="cut min-w-0 flex-1 font-mono text-code text-2">
              {targets.map(({ url, weight }) => (weight === 1 ? url : `${url} ×${weight}`)).join(', ')}
            </span>
            <span className="cut max-w-60 text-2">{userWords(users)}</span>
            {mayWrite && (
              <span className="flex flex-none">
                <IconButton name={`Change “${name}”`} onClick={() => onChange(id)}>
                  <Pencil aria-hidden />
                </IconButton>
                <IconButton
                  name={`Delete “${name}”`}
                  disabled={users.length > 0}
                  onClick={() =>
                    editOrTell(policy.revision, [{ kind: 'remove-upstream', id }], `“${name}” was deleted`, `“${name}” was not deleted`)
                  }
                >
                  <Trash2 aria-hidden />
                </IconButton>
              </span>
            )}
          </li>
        )
      })}
    </ul>
  )
}
