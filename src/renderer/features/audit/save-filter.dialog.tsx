/** Keeps the filters that are on under a name; says so where that name is taken. */
import { useState, type FormEvent } from 'react'
import type { SavedFilter } from '../../../shared/contract/audit-saved-filters.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toastDone } from '../../ui/toast.tsx'
import type { AuditSearch } from './audit-search.ts'
import { FilterLine } from './filter-line.tsx'
import { queryOf } from './filter-address.ts'
import { saveFilter } from './saved-filters.ts'

interface SaveFilterDialogProps {
  open: boolean
  onClose: () => void
  search: AuditSearch
  saved: readonly SavedFilter[]
}

const longestName = 60
const longestQuery = 4000

const SaveForm = ({ onClose, search, saved }: Omit<SaveFilterDialogProps, 'open'>) => {
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const query = queryOf(search)
  const taken = saved.find((one) => one.name.toLowerCase() === name.trim().toLowerCase())
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    if (name.trim() === '') return setProblem('Give it a name that tells what it shows.')
    if (query.length > longestQuery) return setProblem('These are too many values to keep. Take some of them off.')
    setBusy(true)
    try {
      await saveFilter(name.trim(), query)
      toastDone({ title: `Saved as “${name.trim()}”` })
      onClose()
    } catch (error) {
      setProblem(describeProblem(error).sentence)
      setBusy(false)
    }
  }
  return (
    <form onSubmit={submit} className="grid gap-4">
      <TextField
        label="Name"
        autoFocus
        maxLength={longestName}
        value={name}
        error={problem}
        help={taken && `“${taken.name}” exists already and will be replaced.`}
        onChange={(event) => {
          setName(event.target.value)
          setProblem(null)
        }}
      />
      <FilterLine search={search} />
      <footer className="mt-2 flex justify-end gap-2">
        <Button tall onClick={onClose}>
          Cancel
        </Button>
        <Button tall look="primary" type="submit" busy={busy}>
          {taken ? 'Replace' : 'Save'}
        </Button>
      </footer>
    </form>
  )
}

export const SaveFilterDialog = ({ open, onClose, ...rest }: SaveFilterDialogProps) => (
  <Dialog open={open} onClose={onClose} title="Save these filters" text="Only you see them, here and in the palette.">
    <SaveForm onClose={onClose} {...rest} />
  </Dialog>
)
