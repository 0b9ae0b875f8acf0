/** Keeps alerts quiet for a time: which, until when, and why. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Alert } from '../../../shared/contract/alerts.ts'
import { client } from '../../api/client.ts'
import { useAct } from '../../api/use-act.ts'
import { FormDialog } from '../../frame/form.dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { formatClockMinutes, formatDay, formatDuration } from '../../ui/format.ts'
import { fromLocalField, toLocalField } from '../../ui/local-time.ts'
import { useNowMs } from '../../ui/now.ts'
import { Segments } from '../../ui/segments.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { endSilence } from './alert-acts.ts'
import { renewAlerts, rulesOptions } from './alert-queries.ts'
import { labelWords } from './alert-words.ts'
import { endOf, silenceSpanNames, silenceSpans, type SilenceSpan } from './silence-times.ts'

const spans = silenceSpans.map((value) => ({ value, label: silenceSpanNames[value] }))

interface Match {
  value: string
  label: string
  match: { ruleId: string | null; group: string | null; labels: Record<string, string> }
}

const ofAlert = ({ ruleId, ruleName, group, labels }: Alert): Match[] => [
  ...(Object.keys(labels).length > 0
    ? [{ value: 'alert', label: `“${ruleName}” with ${labelWords(labels)}`, match: { ruleId, group: null, labels } }]
    : []),
  { value: 'rule', label: `All alerts of “${ruleName}”`, match: { ruleId, group: null, labels: {} } },
  { value: 'group', label: `All alerts of the group “${group}”`, match: { ruleId: null, group, labels: {} } },
]

/** `of` null: one chooses among the rules and their groups. */
export const SilenceDialog = ({ of: alert, onClose }: { of: Alert | null; onClose: () => void }) => {
  const rules = useQuery({ ...rulesOptions, enabled: alert === null }).data ?? []
  const groups = [...new Set(rules.map(({ group }) => group))]
  const matches: Match[] = alert
    ? ofAlert(alert)
    : [
        ...groups.map((group) => ({
          value: `group ${group}`,
          label: `All alerts of the group “${group}”`,
          match: { ruleId: null, group, labels: {} },
        })),
        ...rules.map(({ id, name }) => ({ value: id, label: `All alerts of “${name}”`, match: { ruleId: id, group: null, labels: {} } })),
      ]
  const [chosen, setChosen] = useState<string | null>(null)
  const match = matches.find(({ value }) => value === chosen) ?? matches[0]
  const [span, setSpan] = useState<SilenceSpan>('1h')
  const [until, setUntil] = useState(() => toLocalField(endOf('1h', Date.now())))
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const act = useAct()
  const nowMs = useNowMs()
  const untilMs = span === 'custom' ? fromLocalField(until) : endOf(span, nowMs)
  const wrongEnd = untilMs === undefined ? 'Choose when it ends.' : untilMs <= nowMs ? 'It must end later than now.' : null
  const submit = () => {
    setTried(true)
    if (!match || untilMs === undefined || wrongEnd !== null || reason.trim() === '') return
    void act.run(async () => {
      const silence = await client.alerts.silence({ match: match.match, untilMs, reason })
      toastDone({
        title: `Quiet for ${formatDuration(untilMs - nowMs)}`,
        text: 'It is still judged and shown, only not told.',
        action: { label: 'Undo', run: () => void endSilence(silence) },
      })
      void renewAlerts()
      onClose()
    })
  }
  return (
    <FormDialog
      title={alert ? `Silence “${alert.ruleName}”` : 'Silence alerts'}
      text="What it matches is still judged and shown here, but nobody is told of it."
      save="Keep quiet"
      act={act}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label="What is kept quiet">
        {({ id }) => <Select id={id} form value={match?.value ?? ''} options={matches} onChange={setChosen} />}
      </Field>
      <div className="grid gap-2">
        <div>
          <Segments label="For how long" value={span} options={spans} onChange={setSpan} />
        </div>
        {span === 'custom' ? (
          <TextField
            label="Until"
            type="datetime-local"
            value={until}
            error={wrongEnd}
            onChange={(event) => setUntil(event.target.value)}
            className="w-64"
          />
        ) : (
          untilMs !== undefined && (
            <p className="text-small text-2">
              Ends on {formatDay(untilMs).split(' ').slice(0, 3).join(' ')} at {formatClockMinutes(untilMs)}.
            </p>
          )
        )}
      </div>
      <TextField
        label="Why"
        placeholder="The disk is exchanged this afternoon"
        value={reason}
        maxLength={500}
        error={tried && reason.trim() === '' ? 'Say why, so that others know when they wonder.' : null}
        onChange={(event) => setReason(event.target.value)}
        autoComplete="off"
      />
    </FormDialog>
  )
}
