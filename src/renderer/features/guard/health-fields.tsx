/** How the health of an upstream's targets is known: by asking them, and by what requests show. */
import { Checkbox } from '../../ui/checkbox.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { UpstreamNumberField, type UpstreamPartProps } from './upstream-number-field.tsx'

export const HealthFields = ({ draft, problem, onChange }: UpstreamPartProps) => {
  const parts = { draft, problem, onChange }
  return (
    <div className="grid gap-4 p-4 pb-0">
      <Checkbox checked={draft.counts} onChange={(counts) => onChange({ counts })}>
        Take a target out when requests to it fail
      </Checkbox>
      {draft.counts && (
        <div className="grid grid-cols-2 items-start gap-4 pl-6">
          <UpstreamNumberField {...parts} name="failures" label="Failures in a row" />
          <UpstreamNumberField {...parts} name="outForMs" label="Out for" after="s" />
        </div>
      )}
      <Checkbox checked={draft.asks} onChange={(asks) => onChange({ asks })}>
        Ask each target by itself whether it is well
      </Checkbox>
      {draft.asks && (
        <div className="grid grid-cols-2 items-start gap-4 pl-6">
          <TextField
            label="Path"
            mono
            value={draft.askPath}
            error={problem?.field === 'askPath' ? problem.sentence : null}
            onChange={(event) => onChange({ askPath: event.target.value })}
            autoComplete="off"
          />
          <div className="grid grid-cols-2 items-start gap-2">
            <UpstreamNumberField {...parts} name="statusFrom" label="Good from status" />
            <UpstreamNumberField {...parts} name="statusTo" label="to status" />
          </div>
          <UpstreamNumberField {...parts} name="everyMs" label="Every" after="s" />
          <UpstreamNumberField {...parts} name="timeoutMs" label="Wait for an answer" after="s" />
          <UpstreamNumberField {...parts} name="unhealthyAfter" label="Out after" after="bad answers" />
          <UpstreamNumberField {...parts} name="healthyAfter" label="Back after" after="good answers" />
        </div>
      )}
    </div>
  )
}
