/** Full-text search in the log: what is typed goes into the address a moment later; Esc clears it. */
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { formatCount } from '../../ui/format.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { isSearchable } from './audit-filter.ts'
import { longestSearch } from './audit-search.ts'
import type { Matches } from './matches.ts'

interface LogSearchProps {
  /** As the address says it. */
  text: string
  /** How many entries match all filters; null while nobody knows. */
  matches: Matches | null
  /** `typing`: this text takes the place of the one before, so that Back leaves the search and not each letter. */
  onSearch: (text: string, typing: boolean) => void
  /** On to the list, by keyboard. */
  onLeave: () => void
}

const pauseMs = 250

const found = (typed: string, matches: Matches | null): string | null => {
  if (typed.trim() === '') return null
  if (!isSearchable(typed)) return 'no letter or digit'
  if (!matches) return null
  const many = matches.whole ? formatCount(matches.entries) : `${formatCount(matches.entries)}+`
  return `${matches.exact ? '' : 'about '}${many} ${matches.entries === 1 && matches.whole ? 'hit' : 'hits'}`
}

export const LogSearch = ({ text, matches, onSearch, onLeave }: LogSearchProps) => {
  const [typed, setTyped] = useState(text)
  const [known, setKnown] = useState(text)
  // The address was changed by something else: Back, a saved filter, "Clear all".
  if (text !== known) {
    setKnown(text)
    if (typed.trim() !== text) setTyped(text)
  }
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const search = (next: string, waitMs: number) => {
    setTyped(next)
    clearTimeout(timer.current)
    const go = () => {
      if (next.trim() !== text) onSearch(next.trim(), text !== '')
    }
    if (waitMs === 0) go()
    else timer.current = setTimeout(go, waitMs)
  }
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') search(typed, 0)
    else if (event.key === 'ArrowDown') onLeave()
    else if (event.key === 'Escape' && typed !== '') search('', 0)
    else if (event.key === 'Escape') event.currentTarget.blur()
    else return
    event.preventDefault()
  }
  return (
    <SearchField
      aria-label="Search the log"
      placeholder="Search the log"
      className="w-70 max-wide:w-56"
      maxLength={longestSearch}
      value={typed}
      onChange={(event) => search(event.target.value, pauseMs)}
      onKeyDown={press}
      after={
        <span role="status" className="flex-none text-small text-3 empty:hidden">
          {found(typed, matches)}
        </span>
      }
    />
  )
}
