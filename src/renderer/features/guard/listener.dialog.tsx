/** Adds a port that the guard listens on, or changes one. */
import { useState } from 'react'
import type { Policy } from '../../../shared/policy.ts'
import { listenerSchema } from '../../../shared/policy.ts'
import { TextField } from '../../ui/text-field.tsx'
import { useEditChecks } from './edit-checks.tsx'
import { PolicyDialog } from './policy.dialog.tsx'
import { editPolicy, useAct } from './guard-acts.ts'
import { listenerTlsDraftOf, readListenerTls } from './listener-tls-draft.ts'
import { ListenerTlsFields } from './listener-tls-fields.tsx'
import { newId } from './new-id.ts'
import { readAs, readNumber } from './typed-values.ts'

type Listener = Policy['listeners'][number]
const { host: hostSchema, port: portSchema } = listenerSchema.shape

/** `listener` null: a new one. */
export const ListenerDialog = ({ policy, listener, onClose }: { policy: Policy; listener: Listener | null; onClose: () => void }) => {
  const [host, setHost] = useState(listener?.host ?? '127.0.0.1')
  const [port, setPort] = useState(listener ? String(listener.port) : '')
  const [tls, setTls] = useState(() => listenerTlsDraftOf(listener ?? { tls: null, httpsPort: null }))
  const [tried, setTried] = useState(false)
  const act = useAct()
  const readHost = readAs(hostSchema.unwrap(), host.trim(), host.trim())
  const readPort = readNumber(portSchema, port)
  const id = () =>
    newId(
      `port-${port}`,
      policy.listeners.map((one) => one.id),
    )
  const readTls = readListenerTls(tls)
  const edits =
    readHost.ok && readPort.ok && 'tls' in readTls
      ? [
          {
            kind: 'put-listener' as const,
            listener: { id: listener?.id ?? id(), host: readHost.value, port: readPort.value, ...readTls },
          },
        ]
      : null
  const checks = useEditChecks(policy.revision, edits)
  const submit = () => {
    setTried(true)
    if (!edits) return
    void act
      .run(() => editPolicy(policy.revision, edits, `The guard listens on ${host.trim()}:${port.trim()}`))
      .then((done) => done && onClose())
  }
  return (
    <PolicyDialog
      title={listener ? `Change the port ${listener.port}` : 'Add a port'}
      save={listener ? 'Save changes' : 'Add port'}
      act={act}
      subject={listener}
      checks={checks}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="grid grid-cols-[minmax(0,1fr)_160px] items-start gap-4">
        <TextField
          label="Address"
          mono
          help="127.0.0.1 for this machine alone, 0.0.0.0 (or :: for IPv6) for every machine that reaches this one."
          value={host}
          error={tried && !readHost.ok ? readHost.sentence : null}
          onChange={(event) => setHost(event.target.value)}
          autoComplete="off"
        />
        <TextField
          label="Port"
          inputMode="numeric"
          placeholder="8080"
          help="0: any that is free."
          value={port}
          error={tried && !readPort.ok ? readPort.sentence : null}
          onChange={(event) => setPort(event.target.value)}
          autoComplete="off"
        />
      </div>
      <ListenerTlsFields draft={tls} problem={tried && 'sentence' in readTls ? readTls : null} onChange={setTls} />
    </PolicyDialog>
  )
}
