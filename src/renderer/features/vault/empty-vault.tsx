/** What the list says when it has nothing to show: the vault is empty, nothing matches, nothing wants a look. */
import { KeyRound, Plus, Trash2 } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/view-state.tsx'
import type { VaultActs } from './vault-queries.ts'
import type { VaultSearch } from './vault-search.ts'

interface EmptyProps {
  /** There is nothing at all, rather than nothing that matches. */
  none: boolean
  search: VaultSearch
  acts: VaultActs
  onAdd: () => void
  onImport: () => void
  onAll: () => void
}

export const EmptyVault = ({ none, search, acts, onAdd, onImport, onAll }: EmptyProps) => {
  if (search.show === 'deleted' && none)
    return (
      <EmptyState
        icon={<Trash2 aria-hidden />}
        title="No key is deleted"
        text="A deleted key stays here for a while and can be restored."
        action={<Button onClick={onAll}>Show all keys</Button>}
      />
    )
  if (!none)
    return (
      <EmptyState
        icon={<KeyRound aria-hidden />}
        title={search.show === 'look' && !search.text ? 'No key wants a look' : 'No keys match'}
        text={
          search.show === 'look' && !search.text
            ? 'None is expired, refused, stale or unused, and none expires soon.'
            : 'No label, tag, provider or hint holds all of these words.'
        }
        action={<Button onClick={onAll}>Show all keys</Button>}
      />
    )
  return (
    <EmptyState
      icon={<KeyRound aria-hidden />}
      title="The vault holds no key yet"
      text="Keep the keys of your providers here, encrypted, instead of in files. Who sees one enters a fresh code, and the log knows."
      action={
        acts.mayWrite && (
          <span className="flex gap-2">
            <Button look="primary" onClick={onAdd} disabled={acts.closed !== null}>
              <Plus aria-hidden />
              Add the first key
            </Button>
            <Button onClick={onImport} disabled={acts.closed !== null}>
              Import from .env
            </Button>
          </span>
        )
      }
    />
  )
}
