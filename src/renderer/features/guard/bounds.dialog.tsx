/** Changes how much the guard takes at once. */
import { useState } from 'react'
import type { Policy } from '../../../shared/policy.ts'
import { boundsSchema } from '../../../shared/policy.ts'
import { TextField } from '../../ui/text-field.tsx'
import { boundKinds, boundNames, boundWords, type BoundName } from './bound-words.ts'
import { useEditChecks } from './edit-checks.tsx'
import { PolicyDialog } from './policy.dialog.tsx'
import { editPolicy, useAct } from './guard-acts.ts'
import { readNumber } from './typed-values.ts'

const builtIn = boundsSchema.parse({})

export const BoundsDialog = ({ policy, onClose }: { policy: Policy; onClose: () => void }) => {
  const [typed, setTyped] = useState<Partial<Record<BoundName, string>>>({})
  const [tried, setTried] = useState(false)
  const act = useAct()
  const textOf = (name: BoundName) => typed[name] ?? String(policy.bounds[name] / boundKinds[name].unit)
  const read = boundNames.map((name) => ({
    name,
    read: readNumber(boundsSchema.shape[name].unwrap(), textOf(name), boundKinds[name].unit),
  }))
  const bounds = { ...policy.bounds }
  for (const { name, read: one } of read) if (one.ok) bounds[name] = one.value
  const edits = read.every(({ read: one }) => one.ok) ? [{ kind: 'set-bounds' as const, bounds }] : null
  const checks = useEditChecks(policy.revision, edits)
  const submit = () => {
    setTried(true)
    if (!edits) return
    void act.run(() => editPolicy(policy.revision, edits, 'The bounds were changed')).then((done) => done && onClose())
  }
  return (
    <PolicyDialog
      title="Change the bounds"
      save="Save changes"
      act={act}
      subject={policy.bounds}
      checks={checks}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="grid grid-cols-2 items-start gap-4">
        {read.map(({ name, read: one }) => (
          <TextField
            key={name}
            label={boundKinds[name].title}
            inputMode="decimal"
            after={boundKinds[name].unitName}
            help={bounds[name] === builtIn[name] ? undefined : `Built in: ${boundWords(name, builtIn[name])}`}
            error={tried && !one.ok ? one.sentence : null}
            value={textOf(name)}
            onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
            autoComplete="off"
          />
        ))}
      </div>
    </PolicyDialog>
  )
}
