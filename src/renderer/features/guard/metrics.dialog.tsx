/** Turns on that the guard tells its figures to Prometheus, or changes where and to whom. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Policy } from '../../../shared/policy.ts'
import { metricsSchema } from '../../../shared/policy.ts'
import { useMay } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useEditChecks } from './edit-checks.tsx'
import { PolicyDialog } from './policy.dialog.tsx'
import { editPolicy, useAct } from './guard-acts.ts'
import { readAs, readNumber } from './typed-values.ts'

const { host: hostSchema, port: portSchema } = metricsSchema.shape
const usual = metricsSchema.parse({})
const vaultScheme = 'vault:'

export const MetricsDialog = ({ policy, onClose }: { policy: Policy; onClose: () => void }) => {
  const before = policy.metrics
  const [host, setHost] = useState((before ?? usual).host)
  const [port, setPort] = useState(String((before ?? usual).port))
  const [token, setToken] = useState(before?.token ?? '')
  const [tried, setTried] = useState(false)
  const known = useQuery(orpc.vault.list.queryOptions({ input: {}, enabled: useMay('vault:list') })).data ?? []
  const act = useAct()
  const readHost = readAs(hostSchema.unwrap(), host.trim(), host.trim())
  const readPort = readNumber(portSchema.unwrap(), port)
  const metrics = readHost.ok && readPort.ok ? { host: readHost.value, port: readPort.value, token: token === '' ? null : token } : null
  const edits = metrics && [{ kind: 'set-metrics' as const, metrics }]
  const checks = useEditChecks(policy.revision, edits)
  const tokens = [
    { value: '', label: 'Nothing: any program on this machine may read' },
    ...known.map(({ id, label }) => ({ value: `${vaultScheme}${id}`, label })),
  ]
  const submit = () => {
    setTried(true)
    if (!edits) return
    void act
      .run(() => editPolicy(policy.revision, edits, `The guard tells its figures on port ${port.trim()}`))
      .then((done) => done && onClose())
  }
  return (
    <PolicyDialog
      title={before ? 'Change the figures for Prometheus' : 'Tell Prometheus the guard’s figures'}
      text="The guard answers /metrics on a port of its own: requests by route, consumer and status, refusals, durations, targets and limits. No content, no keys."
      save={before ? 'Save changes' : 'Turn on'}
      act={act}
      checks={checks}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="grid grid-cols-[minmax(0,1fr)_160px] items-start gap-4">
        <TextField
          label="Address"
          mono
          help="127.0.0.1: this machine alone. For other machines a token is needed."
          value={host}
          error={tried && !readHost.ok ? readHost.sentence : null}
          onChange={(event) => setHost(event.target.value)}
          autoComplete="off"
        />
        <TextField
          label="Port"
          inputMode="numeric"
          value={port}
          error={tried && !readPort.ok ? readPort.sentence : null}
          onChange={(event) => setPort(event.target.value)}
          autoComplete="off"
        />
      </div>
      <Field label="Whoever reads them shows" help="A key of the vault, which Prometheus sends as its bearer token.">
        {({ id }) => (
          <Select
            id={id}
            form
            value={token}
            options={
              tokens.some(({ value }) => value === token) ? tokens : [...tokens, { value: token, label: 'A key that is not to be seen' }]
            }
            onChange={setToken}
          />
        )}
      </Field>
    </PolicyDialog>
  )
}
