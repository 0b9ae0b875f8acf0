/** Gives a user another role: what is gained and lost by it is told before. */
import { useState } from 'react'
import type { ManagedUser } from '../../../shared/contract/users.ts'
import { permissionSentences } from '../../../shared/permission-words.ts'
import type { Permission } from '../../../shared/permissions.ts'
import { useAct } from '../../api/use-act.ts'
import { FormDialog } from '../../frame/form.dialog.tsx'
import { RoleFields } from './role-fields.tsx'
import { changeRole } from './user-acts.ts'
import { roleChange } from './users-words.ts'

interface ChangeRoleDialogProps {
  user: ManagedUser
  slotsUsed: boolean
  onClose: () => void
}

const Changes = ({ title, permissions }: { title: string; permissions: readonly Permission[] }) =>
  permissions.length > 0 && (
    <section>
      <h3 className="text-small font-strong">{title}</h3>
      <ul className="list-disc pl-5 text-2 marker:text-3">
        {permissions.map((permission) => (
          <li key={permission}>{permissionSentences[permission]}</li>
        ))}
      </ul>
    </section>
  )

export const ChangeRoleDialog = ({ user, slotsUsed, onClose }: ChangeRoleDialogProps) => {
  const [choice, setChoice] = useState({ role: user.role, opensVault: user.opensVault })
  const act = useAct()
  const { gained, lost } = roleChange(user.role, choice.role)
  const { name, role, opensVault } = user
  const same = choice.role === role && choice.opensVault === opensVault
  const submit = () => {
    if (same) return onClose()
    void act.run(() => changeRole(user, choice.role, choice.opensVault)).then((done) => done && onClose())
  }
  return (
    <FormDialog
      title={`Change the role of ${name}`}
      text="It holds from the next call on. Open streams and exports that it does not allow end at once; their sessions stay."
      save={same ? 'Keep as it is' : 'Change role'}
      act={act}
      subject={{ role, opensVault }}
      onSubmit={submit}
      onClose={onClose}
    >
      <RoleFields value={choice} onChange={setChoice} slotsUsed={slotsUsed} />
      <Changes title={`${name} will be able to`} permissions={gained} />
      <Changes title={`${name} will no longer be able to`} permissions={lost} />
    </FormDialog>
  )
}
