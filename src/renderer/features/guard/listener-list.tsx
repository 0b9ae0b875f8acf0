/** The ports that the guard listens on. */
import { Pencil, Trash2 } from 'lucide-react'
import type { GuardState } from '../../../shared/contract/guard.ts'
import type { Policy } from '../../../shared/policy.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { editOrTell } from './guard-acts.ts'
import { ListenerCertificates } from './listener-certificates.tsx'

interface ListenerListProps {
  policy: Policy
  state: GuardState | undefined
  mayWrite: boolean
  onChange: (id: string) => void
}

const reach = (host: string): string => {
  if (host.startsWith('127.') || host === '::1') return 'From this machine alone'
  return host === '0.0.0.0' || host === '::' ? 'From every machine that reaches this one' : 'From other machines too'
}

export const ListenerList = ({ policy, state, mayWrite, onChange }: ListenerListProps) => (
  <ul>
    {policy.listeners.map(({ id, host, port, tls, httpsPort }) => {
      const told = state?.tls.find(({ listener }) => listener === id)
      const place = `${host.includes(':') ? `[${host}]` : host}:${port}`
      const really = state?.ports[id]
      return (
        <li key={id} className="border-b border-hairline-soft last:border-0">
          <div className="flex min-h-9 items-center gap-4">
            <span className="w-48 font-mono text-code">{place}</span>
            <span className="min-w-0 flex-1 text-2">
              {reach(host)}
              {tls ? ', over TLS' : httpsPort === null ? ', in plain text' : `, sent to https on port ${httpsPort}`}
              {port === 0 && really !== undefined && `; on port ${really} now`}
            </span>
            {state?.process.kind === 'running' && really === undefined && <span className="text-critical">Not open</span>}
            {mayWrite && (
              <span className="flex flex-none">
                <IconButton name={`Change ${place}`} onClick={() => onChange(id)}>
                  <Pencil aria-hidden />
                </IconButton>
                <IconButton
                  name={`Leave out ${place}`}
                  onClick={() =>
                    editOrTell(
                      policy.revision,
                      [{ kind: 'remove-listener', id }],
                      `The guard listens on ${place} no more`,
                      `${place} was not left out`,
                    )
                  }
                >
                  <Trash2 aria-hidden />
                </IconButton>
              </span>
            )}
          </div>
          {told && <ListenerCertificates told={told} />}
        </li>
      )
    })}
  </ul>
)
