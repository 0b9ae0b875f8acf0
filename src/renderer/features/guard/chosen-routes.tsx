/** Which routes a limit holds on, ticked one by one. */
import { useState } from 'react'
import type { Route } from '../../../shared/policy.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { TextField } from '../../ui/text-field.tsx'

interface ChosenRoutesProps {
  routes: readonly Route[]
  chosen: readonly string[]
  error: string | null
  onChange: (chosen: readonly string[]) => void
}

/** More than one looks through by eye. */
const many = 12
const most = 100

export const ChosenRoutes = ({ routes, chosen, error, onChange }: ChosenRoutesProps) => {
  const [wanted, setWanted] = useState('')
  const matching = routes.filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()))
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-small font-strong">Routes</legend>
      {routes.length > many && (
        <TextField
          label={<span className="sr-only">Narrow the routes</span>}
          placeholder="Type to narrow"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
          autoComplete="off"
        />
      )}
      <div className="grid max-h-40 grid-cols-2 gap-x-4 gap-y-1.5 overflow-auto">
        {matching.slice(0, most).map(({ id, name }) => (
          <Checkbox
            key={id}
            checked={chosen.includes(id)}
            onChange={(on) => onChange(on ? [...chosen, id] : chosen.filter((one) => one !== id))}
          >
            <span className="cut">{name}</span>
          </Checkbox>
        ))}
      </div>
      {matching.length > most && <p className="text-small text-2">{matching.length - most} more: type to narrow.</p>}
      {matching.length === 0 && <p className="text-2">{routes.length === 0 ? 'There is no route yet.' : 'Nothing of that name.'}</p>}
      {error !== null && (
        <p role="alert" className="text-small text-critical">
          {error}
        </p>
      )}
    </fieldset>
  )
}
