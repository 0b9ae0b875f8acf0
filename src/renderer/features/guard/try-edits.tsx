/** The button of a form that edits the policy: tries a request with what stands in it, before it is saved. */
import { FlaskConical } from 'lucide-react'
import { useState } from 'react'
import type { PolicyEdit } from '../../../shared/policy-edits.ts'
import { Button } from '../../ui/button.tsx'
import { usePolicy } from './guard-queries.ts'
import { tryOfEdits } from './try-draft.ts'
import { TryDialog } from './try.dialog.tsx'

export const TryEdits = ({ edits }: { edits: readonly PolicyEdit[] }) => {
  const [open, setOpen] = useState(false)
  const policy = usePolicy().data
  return (
    <>
      <Button tall className="mr-auto" onClick={() => setOpen(true)}>
        <FlaskConical aria-hidden />
        Try with this…
      </Button>
      {open && policy && <TryDialog policy={policy} start={tryOfEdits(edits, policy)} edits={edits} onClose={() => setOpen(false)} />}
    </>
  )
}
