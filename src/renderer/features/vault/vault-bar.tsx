/** Search, what is narrowed, and the ways in and out of the vault. */
import { Plus } from 'lucide-react'
import type { VaultKey } from '../../../shared/contract/vault.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Bar } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { canBeChecked } from './check-words.ts'
import { wantsLook } from './key-groups.ts'
import { keysSentence, lookSentence } from './key-words.ts'
import type { VaultActs } from './vault-queries.ts'
import type { VaultSearch } from './vault-search.ts'

interface VaultBarProps {
  search: VaultSearch
  onSearch: (search: VaultSearch, typing: boolean) => void
  /** null while they come. */
  keys: readonly VaultKey[] | null
  found: number
  acts: VaultActs
  onAdd: () => void
  onImport: () => void
  /** null while keys are being chosen or checked. */
  onCheck: (() => void) | null
}

const without = (search: VaultSearch, name: 'text' | 'show'): VaultSearch => {
  const { [name]: _, ...rest } = search
  return rest
}

export const VaultBar = ({ search, onSearch, keys, found, acts, onAdd, onImport, onCheck }: VaultBarProps) => {
  const look = (keys ?? []).filter(wantsLook).length
  const deleted = search.show === 'deleted'
  return (
    <Bar>
      <SearchField
        aria-label="Search keys"
        placeholder="Search label, tag or provider"
        className="w-66"
        value={search.text ?? ''}
        onChange={(event) =>
          onSearch(event.target.value ? { ...search, text: event.target.value.slice(0, 200) } : without(search, 'text'), true)
        }
      />
      <span role="status" className="text-2 empty:hidden">
        {keys &&
          keys.length > 0 &&
          (search.text || search.show === 'look' ? `${found} of ${keysSentence(keys.length)}` : keysSentence(keys.length))}
      </span>
      {search.show === 'look' && (
        <Chip field="Only" onRemove={() => onSearch(without(search, 'show'), false)}>
          what wants a look
        </Chip>
      )}
      {deleted && (
        <Chip field="Only" onRemove={() => onSearch(without(search, 'show'), false)}>
          deleted
        </Chip>
      )}
      {!search.show && look > 0 && (
        <Button look="quiet" className="-ml-1" onClick={() => onSearch({ ...search, show: 'look' }, false)}>
          {lookSentence(look)}
        </Button>
      )}
      {!search.show && (
        <Button look="quiet" onClick={() => onSearch({ ...search, show: 'deleted' }, false)}>
          Deleted
        </Button>
      )}
      {onCheck && acts.mayWrite && !deleted && (keys ?? []).some(canBeChecked) && (
        <Button look="quiet" onClick={onCheck} disabled={acts.closed !== null} title={acts.closed ?? undefined}>
          Check keys
        </Button>
      )}
      <span className="flex-1" />
      {acts.mayWrite && <WriteButtons closed={acts.closed} onAdd={onAdd} onImport={onImport} />}
    </Bar>
  )
}

const WriteButtons = ({ closed, onAdd, onImport }: { closed: string | null; onAdd: () => void; onImport: () => void }) => (
  <>
    <Button onClick={onImport} disabled={closed !== null} title={closed ?? undefined}>
      Import from .env
    </Button>
    <Button look="primary" onClick={onAdd} disabled={closed !== null} title={closed ?? undefined}>
      <Plus aria-hidden />
      Add key
    </Button>
  </>
)
