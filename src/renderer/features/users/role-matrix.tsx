/** Roles by permissions, from the table that the console itself decides by; and what each permission opens, from the contract. */
import { Check, ChevronRight } from 'lucide-react'
import { Fragment, useState } from 'react'
import { openedBy, type OpenedProcedure } from '../../../shared/contract/what-permissions-open.ts'
import { permissionSentences } from '../../../shared/permission-words.ts'
import { roleMay, roles, type Permission, type Role } from '../../../shared/permissions.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { formatCounted } from '../../ui/format.ts'
import { permissionGroups } from './permission-groups.ts'

const cell = 'border-b border-hairline-soft px-2 py-1.5 align-top first:pl-0 last:pr-0'
const capital = (sentence: string) => sentence.charAt(0).toUpperCase() + sentence.slice(1)

export const RoleMatrix = ({ you }: { you: Role }) => (
  <table className="w-full border-collapse">
    <colgroup>
      <col />
      {roles.map((role) => (
        <col key={role} className="w-32" />
      ))}
      <col className="w-28" />
    </colgroup>
    <thead className="sticky top-0 z-1 bg-surface-1 shadow-[inset_0_-1px_var(--hairline)]">
      <tr>
        <th scope="col" className="h-9 text-left text-micro font-normal text-3">
          Permission
        </th>
        {roles.map((role) => (
          <th key={role} scope="col" className="h-9 px-2 text-center">
            <span className="inline-flex items-center gap-2">
              {role}
              {role === you && <Badge live>You</Badge>}
            </span>
          </th>
        ))}
        <th scope="col" className="h-9 text-right text-micro font-normal text-3">
          What it opens
        </th>
      </tr>
    </thead>
    {permissionGroups.map(({ name, permissions }) => {
      // What nothing asks for grants nothing, and would only promise.
      const rows = permissions.map((permission) => ({ permission, opened: openedBy(permission) })).filter((row) => row.opened.length > 0)
      return (
        rows.length > 0 && (
          <tbody key={name}>
            <tr>
              <th scope="rowgroup" colSpan={roles.length + 2} className="h-9 pt-3 text-left text-small text-2">
                {name}
              </th>
            </tr>
            {rows.map((row) => (
              <PermissionRow key={row.permission} {...row} />
            ))}
          </tbody>
        )
      )
    })}
  </table>
)

const PermissionRow = ({ permission, opened }: { permission: Permission; opened: OpenedProcedure[] }) => {
  const [shown, setShown] = useState(false)
  const listId = `opened-${permission.replace(':', '-')}`
  return (
    <Fragment>
      <tr>
        <th scope="row" className={`${cell} text-left font-normal`}>
          {capital(permissionSentences[permission])}
          <span className="block font-mono text-code text-3">{permission}</span>
        </th>
        {roles.map((role) => (
          <td key={role} className={`${cell} text-center`}>
            {roleMay(role, permission) ? (
              <Check aria-label="Yes" className="mx-auto mt-1 text-accent-text" />
            ) : (
              <span className="text-3" role="img" aria-label="No">
                –
              </span>
            )}
          </td>
        ))}
        <td className={`${cell} text-right`}>
          <Button
            look="quiet"
            className="-mr-2"
            aria-expanded={shown}
            aria-controls={shown ? listId : undefined}
            aria-label={`${formatCounted(opened.length, 'call', 'calls')} that ${permission} opens`}
            onClick={() => setShown(!shown)}
          >
            {formatCounted(opened.length, 'call', 'calls')}
            <ChevronRight aria-hidden className={shown ? 'rotate-90' : undefined} />
          </Button>
        </td>
      </tr>
      {shown && (
        <tr>
          <td colSpan={roles.length + 2} className={cell}>
            <ul id={listId} className="grid gap-1 pl-4">
              {opened.map(({ method, path, summary }) => (
                <li key={`${method} ${path}`} className="flex gap-4">
                  <span className="min-w-0 flex-1 text-2">{summary}</span>
                  <span className="flex-none font-mono text-code text-3">
                    {method} {path}
                  </span>
                </li>
              ))}
            </ul>
          </td>
        </tr>
      )}
    </Fragment>
  )
}
