/** Which keys of the vault are put into requests, in which headers and how. */
import { useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { useMay } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Select } from '../../ui/select.tsx'
import { inputFrame, inputText } from '../../ui/field.tsx'
import { WithOrigin } from './setting-field.tsx'
import { settingTitles } from './setting-words.ts'
import type { KeyDraft } from './settings-draft.ts'

interface InjectedKeysFieldProps {
  keys: readonly KeyDraft[]
  own: boolean
  from: string
  error: string | null
  /** Null: inherited again. */
  onChange: (keys: readonly KeyDraft[] | null) => void
}

const most = 5
const begun: KeyDraft = { keyId: '', header: 'authorization', template: 'Bearer {key}' }

export const InjectedKeysField = ({ keys, own, from, error, onChange }: InjectedKeysFieldProps) => {
  const mayList = useMay('vault:list')
  const known = useQuery(orpc.vault.list.queryOptions({ input: {}, enabled: mayList })).data ?? []
  const change = (at: number, part: Partial<KeyDraft>) => onChange(keys.map((key, index) => (index === at ? { ...key, ...part } : key)))
  const optionsFor = (keyId: string) => [
    { value: '', label: 'Choose a key' },
    ...known.map(({ id, label }) => ({ value: id, label })),
    ...(keyId !== '' && !known.some(({ id }) => id === keyId) ? [{ value: keyId, label: 'A key that is gone' }] : []),
  ]
  if (!mayList) return null
  return (
    <WithOrigin name="injectKeys" own={own} from={from} onReset={() => onChange(null)} className="col-span-2">
      <fieldset className="grid gap-2">
        <legend className="mb-1 text-small font-strong">{settingTitles.injectKeys}</legend>
        {keys.map(({ keyId, header, template }, at) => (
          <div key={at} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)_28px] items-center gap-2">
            <Select
              aria-label={`Key ${at + 1}`}
              form
              value={keyId}
              options={optionsFor(keyId)}
              onChange={(chosen) => change(at, { keyId: chosen })}
            />
            <span className={inputFrame(true, error !== null)}>
              <input
                aria-label={`Header of key ${at + 1}`}
                aria-invalid={error !== null || undefined}
                value={header}
                onChange={(event) => change(at, { header: event.target.value })}
                autoComplete="off"
                spellCheck={false}
                className={`${inputText} font-mono text-code`}
              />
            </span>
            <span className={inputFrame(true, false)}>
              <input
                aria-label={`What is sent with key ${at + 1}`}
                value={template}
                onChange={(event) => change(at, { template: event.target.value })}
                autoComplete="off"
                spellCheck={false}
                className={`${inputText} font-mono text-code`}
              />
            </span>
            <IconButton name={`Leave out key ${at + 1}`} onClick={() => onChange(keys.filter((_, index) => index !== at))}>
              <Trash2 aria-hidden />
            </IconButton>
          </div>
        ))}
        {keys.length < most && (
          <Button className="justify-self-start" onClick={() => onChange([...keys, begun])}>
            <Plus aria-hidden />
            Put in a key of the vault
          </Button>
        )}
        <p role={error ? 'alert' : undefined} className={error ? 'text-small text-critical' : 'text-small text-2'}>
          {error ??
            (keys.length > 0
              ? 'The key, its header, and what is sent, with {key} where the key goes.'
              : 'The service gets it; callers and this policy never hold it.')}
        </p>
      </fieldset>
    </WithOrigin>
  )
}
