/** What filters are about, in one line. */
import type { AuditSearch } from './audit-search.ts'
import { searchWords } from './chip-words.ts'
import { useFilterChoices } from './filter-editor.tsx'
import { useNowMs } from '../../ui/now.ts'

export const FilterLine = ({ search }: { search: AuditSearch }) => {
  const actors = useFilterChoices(search.actor !== undefined).data?.actors ?? []
  const words = searchWords(search, actors, useNowMs())
  return (
    <p title={words} className="cut text-small text-2">
      {words || 'Everything'}
    </p>
  )
}
