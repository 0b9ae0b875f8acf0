/** Saved filters in the palette, from anywhere. */
import { Bookmark } from 'lucide-react'
import { useMay } from '../../api/access.ts'
import { useCommands } from '../../frame/commands.ts'

import { searchOf } from './filter-address.ts'
import { useSavedFilters } from './saved-filters.ts'

/** Draws nothing. */
export const SavedFilterCommands = () => {
  const mayRead = useMay('audit:read')
  const saved = useSavedFilters(mayRead).data ?? []
  useCommands(
    saved.map((one) => ({
      id: `audit filter ${one.id} ${one.query}`,
      group: 'Go to' as const,
      label: `Audit: ${one.name}`,
      words: 'saved filter log',
      icon: Bookmark,
      needs: 'audit:read' as const,
      run: ({ navigate }) => void navigate({ to: '/audit', search: searchOf(one) }),
    })),
  )
  return null
}
