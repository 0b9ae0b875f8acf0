/** Whose tokens a route takes, ticked one by one. */
import { Checkbox } from '../../ui/checkbox.tsx'
import { usePolicy } from './guard-queries.ts'
import { WithOrigin } from './setting-field.tsx'
import { settingTitles } from './setting-words.ts'
import { wordsOf } from './typed-values.ts'

interface IssuersFieldProps {
  /** Their ids, with spaces between. */
  text: string
  own: boolean
  from: string
  error: string | null
  /** Null: inherited again. */
  onChange: (text: string | null) => void
}

export const IssuersField = ({ text, own, from, error, onChange }: IssuersFieldProps) => {
  const known = usePolicy().data?.issuers ?? []
  const chosen = wordsOf(text)
  const gone = chosen.filter((id) => !known.some((issuer) => issuer.id === id)).map((id) => ({ id, name: `${id}, which is gone` }))
  const change = (id: string, on: boolean) => onChange((on ? [...chosen, id] : chosen.filter((one) => one !== id)).join(' '))
  const help = known.length === 0 ? 'No issuer is known yet: add one on the page Consumers.' : 'None ticked: of every issuer.'
  return (
    <WithOrigin name="issuers" own={own} from={from} onReset={() => onChange(null)}>
      <fieldset className="grid gap-1.5">
        <legend className="mb-1 text-small font-strong">{settingTitles.issuers}</legend>
        {[...known, ...gone].map(({ id, name }) => (
          <Checkbox key={id} checked={chosen.includes(id)} onChange={(on) => change(id, on)}>
            <span className="cut">{name}</span>
          </Checkbox>
        ))}
        <p role={error ? 'alert' : undefined} className={error ? 'text-small text-critical' : 'text-small text-2'}>
          {error ?? help}
        </p>
      </fieldset>
    </WithOrigin>
  )
}
