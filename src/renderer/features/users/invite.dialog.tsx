/** Invites somebody: a name, a role, and a code that is shown once. Nobody chooses a password for another. */
import { useState } from 'react'
import { userName } from '../../../shared/contract/access.ts'
import { errorOf } from '../../api/typed-error.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useAct } from '../../api/use-act.ts'
import { FormDialog } from '../../frame/form.dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { holdGrant, type HeldGrant } from './grant.dialog.tsx'
import { RoleFields, usualChoice } from './role-fields.tsx'
import { invite } from './user-acts.ts'

interface InviteDialogProps {
  slotsUsed: boolean
  onGrant: (grant: HeldGrant) => void
  onClose: () => void
}

export const InviteDialog = ({ slotsUsed, onGrant, onClose }: InviteDialogProps) => {
  const [name, setName] = useState('')
  const [nameProblem, setNameProblem] = useState<string | null>(null)
  const [choice, setChoice] = useState(usualChoice('operator'))
  const act = useAct({
    tell: (error) => {
      const wrong = errorOf(error, 'INVALID_INPUT')
      if (wrong?.data.field === 'name') setNameProblem(wrong.message)
      return describeProblem(error).sentence
    },
  })
  const submit = () => {
    const checked = userName.safeParse(name)
    setNameProblem(checked.error?.issues[0]?.message ?? null)
    if (!checked.success) return
    void act.run(async () => onGrant(holdGrant(await invite({ name: checked.data, ...choice }))))
  }
  return (
    <FormDialog
      title="Invite somebody"
      text="They get a code of one use, choose a password that you never learn, and enrol an authenticator of their own."
      save="Make the invitation"
      wide={false}
      act={{ busy: act.busy, problem: nameProblem === null ? act.problem : null }}
      wrongField={nameProblem}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label="Name"
        help="They sign in with it, and the audit log shows it."
        error={nameProblem}
        value={name}
        onChange={(event) => {
          setName(event.target.value)
          setNameProblem(null)
        }}
        autoComplete="off"
        autoCapitalize="off"
        autoFocus
        required
      />
      <RoleFields value={choice} onChange={setChoice} slotsUsed={slotsUsed} />
    </FormDialog>
  )
}
