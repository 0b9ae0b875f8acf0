/** The form over a page that edits the policy: with what the core says of the edit, and a way to try it. */
import { FormDialog, type FormDialogProps } from '../../frame/form.dialog.tsx'
import { EditChecks, type useEditChecks } from './edit-checks.tsx'
import { TryEdits } from './try-edits.tsx'

interface PolicyDialogProps extends Omit<FormDialogProps, 'aside' | 'held' | 'wide' | 'wrongField'> {
  checks: ReturnType<typeof useEditChecks>
}

export const PolicyDialog = ({ checks, children, ...form }: PolicyDialogProps) => (
  <FormDialog {...form} aside={checks && checks.faults.length === 0 && checks.sentences.length > 0 && <TryEdits edits={checks.edits} />}>
    {children}
    <EditChecks checks={checks} />
  </FormDialog>
)
