/** Asks whether a page of some origin may call a route, and says why, step by step. */
import { useId, useState } from 'react'
import { originSchema } from '../../../shared/browser-settings.ts'
import type { RouteSettings } from '../../../shared/route-settings.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { SeverityLabel } from '../../ui/severity.tsx'
import { PanelSection } from '../../ui/side-panel.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { judgeCall } from './page-call.ts'
import { readAs, wordsOf } from './typed-values.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].map((value) => ({ value, label: value }))
const severities = { allowed: 'info', unreadable: 'medium', refused: 'high', service: 'low' } as const

export const PageCallSection = ({ settings }: { settings: RouteSettings }) => {
  const [origin, setOrigin] = useState('')
  const [method, setMethod] = useState('GET')
  const [headers, setHeaders] = useState('')
  const [withCookies, setWithCookies] = useState(false)
  const verdictId = useId()
  const typed = origin.trim().replace(/\/$/, '')
  const read = readAs(originSchema, typed, typed)
  const known = read.ok && !read.value.includes('*') ? read.value : null
  const verdict =
    known === null
      ? null
      : judgeCall(settings, { origin: known, method, headers: wordsOf(headers).map((name) => name.toLowerCase()), withCookies })
  return (
    <PanelSection title="May a page call this?">
      <div className="grid gap-3">
        <div className="grid grid-cols-[minmax(0,1fr)_110px] items-start gap-3">
          <TextField
            label="Origin of the page"
            mono
            placeholder="https://app.example.com"
            value={origin}
            error={typed !== '' && known === null ? (read.ok ? 'One origin, without a star.' : read.sentence) : null}
            onChange={(event) => setOrigin(event.target.value)}
            autoComplete="off"
          />
          <Field label="Method">{({ id }) => <Select id={id} form value={method} options={methods} onChange={setMethod} />}</Field>
        </div>
        <TextField
          label="Headers that it sends"
          mono
          placeholder="Such as authorization x-api-key"
          value={headers}
          onChange={(event) => setHeaders(event.target.value)}
          autoComplete="off"
        />
        <Checkbox checked={withCookies} onChange={setWithCookies}>
          With its cookies
        </Checkbox>
        <div id={verdictId} role="status" className="text-small">
          {verdict && (
            <>
              <p className="mb-1 font-strong">
                <SeverityLabel severity={severities[verdict.kind]}>{verdict.title}</SeverityLabel>
              </p>
              <ol className="ml-4 grid list-decimal gap-1 text-2">
                {verdict.steps.map((step) => (
                  <li key={step}>{step}</li>
                ))}
              </ol>
            </>
          )}
        </div>
      </div>
    </PanelSection>
  )
}
