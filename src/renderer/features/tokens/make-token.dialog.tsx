/** Makes an access token: a name, what it may, and until when. */
import { useState } from 'react'
import { tokensContract } from '../../../shared/contract/tokens.ts'
import { permissionSentences } from '../../../shared/permission-words.ts'
import type { Permission } from '../../../shared/permissions.ts'
import { useSession } from '../../api/access.ts'
import { client, orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { queryClient } from '../../api/query-client.ts'
import { withStepUp } from '../../api/step-up.ts'
import { errorOf } from '../../api/typed-error.ts'
import { useAct } from '../../api/use-act.ts'
import { FormDialog } from '../../frame/form.dialog.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Field } from '../../ui/field.tsx'
import { holdText, type HeldText } from '../../ui/held-text.ts'
import { useNowMs } from '../../ui/now.ts'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Timestamp } from '../../ui/timestamp.tsx'
import { permissionGroups } from '../users/permission-groups.ts'
import { givable, lifetimes, presets, usualDays } from './token-words.ts'

const nameSchema = tokensContract.create['~orpc'].inputSchema!.shape.name
const dayMs = 24 * 3_600_000
const options = lifetimes.map(({ days, label }) => ({ value: String(days), label }))

export interface MadeToken {
  name: string
  text: HeldText
}

interface Problems {
  name?: string
  permissions?: string
}

export const MakeTokenDialog = ({ onMade, onClose }: { onMade: (made: MadeToken) => void; onClose: () => void }) => {
  const { role, permissions } = useSession().user
  const offered = givable(permissions)
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<readonly Permission[]>([])
  const [days, setDays] = useState<string>(String(usualDays))
  const [problems, setProblems] = useState<Problems>({})
  const nowMs = useNowMs()
  const act = useAct({
    tell: (error) => {
      const wrong = errorOf(error, 'INVALID_INPUT')
      if (wrong?.data.field === 'name' || wrong?.data.field === 'permissions') setProblems({ [wrong.data.field]: wrong.message })
      return describeProblem(error).sentence
    },
  })
  const choose = (next: readonly Permission[]) => {
    setChosen(next)
    setProblems((known) => ({ ...known, permissions: undefined }))
  }
  const submit = () => {
    const checked = nameSchema.safeParse(name)
    const found: Problems = {
      name: checked.error?.issues[0]?.message,
      permissions: chosen.length === 0 ? 'Choose at least one permission.' : undefined,
    }
    setProblems(found)
    if (!checked.success || found.permissions !== undefined) return
    void act.run(async () => {
      const { token, made } = await withStepUp(() =>
        client.tokens.create({ name: checked.data, permissions: [...chosen], expiresInDays: Number(days) }),
      )
      void queryClient.invalidateQueries({ queryKey: orpc.tokens.key() })
      onMade({ name: made.name, text: holdText(token) })
    })
  }
  const shown = problems.name !== undefined || problems.permissions !== undefined
  return (
    <FormDialog
      title="Make an access token"
      text="For one of your programs. It may do no more than you choose here, and ends by itself."
      save="Make the token"
      act={{ busy: act.busy, problem: shown ? null : act.problem }}
      wrongField={problems.name ?? problems.permissions ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label="Name"
        help="What uses it: the audit log names it with everything that it does."
        error={problems.name}
        placeholder="nightly report"
        value={name}
        onChange={(event) => {
          setName(event.target.value)
          setProblems((known) => ({ ...known, name: undefined }))
        }}
        maxLength={64}
        autoComplete="off"
        autoFocus
        required
      />
      <PermissionFields offered={offered} role={role} chosen={chosen} error={problems.permissions} onChange={choose} />
      <Field
        label="Ends after"
        help={
          <>
            On <Timestamp atMs={nowMs + Number(days) * dayMs} look="day" />. You can revoke it at any time before.
          </>
        }
      >
        {(wiring) => <Select {...wiring} form value={days} options={options} onChange={setDays} className="w-40" />}
      </Field>
    </FormDialog>
  )
}

interface PermissionFieldsProps {
  offered: readonly Permission[]
  role: string
  chosen: readonly Permission[]
  error: string | undefined
  onChange: (chosen: readonly Permission[]) => void
}

const PermissionFields = ({ offered, role, chosen, error, onChange }: PermissionFieldsProps) => (
  <fieldset className="grid gap-2" aria-describedby="token-permissions-below" aria-invalid={error !== undefined || undefined} tabIndex={-1}>
    <div className="flex items-center justify-between gap-4">
      <legend className="float-left text-small font-strong">What it may</legend>
      <span className="flex gap-3">
        {presets(offered).map(({ name, permissions }) => (
          <Button key={name} look="text" onClick={() => onChange(permissions)}>
            {name}
          </Button>
        ))}
      </span>
    </div>
    <div className="max-h-56 overflow-auto rounded-2 border border-hairline px-3 py-1">
      {permissionGroups.map((group) => {
        const rows = group.permissions.filter((permission) => offered.includes(permission))
        if (rows.length === 0) return null
        return (
          <div key={group.name} role="group" aria-label={group.name} className="border-b border-hairline-soft py-2 last:border-0">
            <p className="mb-1 text-micro text-3">{group.name}</p>
            {rows.map((permission) => (
              <div key={permission} className="py-0.5">
                <Checkbox
                  checked={chosen.includes(permission)}
                  onChange={(on) => onChange(on ? [...chosen, permission] : chosen.filter((other) => other !== permission))}
                >
                  <span className="min-w-0 flex-1 first-letter:capitalize">{permissionSentences[permission]}</span>
                  <span className="font-mono text-code text-3">{permission}</span>
                </Checkbox>
              </div>
            ))}
          </div>
        )
      })}
    </div>
    <p id="token-permissions-below" role={error ? 'alert' : undefined} className={`text-small ${error ? 'text-critical' : 'text-2'}`}>
      {error ??
        `Out of what your role (${role}) may; should that shrink, so does the token. What asks for a fresh code is left out: the page API lists what remains.`}
    </p>
  </fieldset>
)
