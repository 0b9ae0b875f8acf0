/** Finds a request by its id, and requests by where they come from: Enter goes there, Esc clears. */
import { useState, type KeyboardEvent } from 'react'
import { SearchField } from '../../ui/search-field.tsx'
import { wantedBy, type Wanted } from './found-by.ts'

export const RequestSearch = ({ onFind }: { onFind: (wanted: NonNullable<Wanted>) => void }) => {
  const [typed, setTyped] = useState('')
  const [unclear, setUnclear] = useState(false)
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') {
      const wanted = wantedBy(typed)
      setUnclear(wanted === null && typed.trim() !== '')
      if (wanted === null) return
      setTyped('')
      onFind(wanted)
    } else if (event.key === 'Escape' && typed !== '') {
      setTyped('')
      setUnclear(false)
    } else if (event.key === 'Escape') event.currentTarget.blur()
    else return
    event.preventDefault()
  }
  return (
    <SearchField
      aria-label="Find by request id or source"
      placeholder="Request id or source"
      className="w-60"
      maxLength={100}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value)
        setUnclear(false)
      }}
      onKeyDown={press}
      after={
        <span role="status" className="flex-none text-small text-3 empty:hidden">
          {unclear && 'neither'}
        </span>
      }
    />
  )
}
