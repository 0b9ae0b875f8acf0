/** The dialog over the page of the policy, as its address says. */
import type { Policy } from '../../../shared/policy.ts'
import { BoundsDialog } from './bounds.dialog.tsx'
import { DefaultsDialog } from './defaults.dialog.tsx'
import { HistoryDialog } from './history.dialog.tsx'
import { ListenerDialog } from './listener.dialog.tsx'
import { MetricsDialog } from './metrics.dialog.tsx'
import type { PolicySearch } from './policy-search.ts'
import { ProxiesDialog } from './proxies.dialog.tsx'
import { TelemetryDialog } from './telemetry.dialog.tsx'
import { UpstreamDialog } from './upstream.dialog.tsx'

interface PolicyDialogsProps {
  policy: Policy
  search: PolicySearch
  mayWrite: boolean
  onClose: () => void
}

export const PolicyDialogs = ({ policy, search: { dialog, id }, mayWrite, onClose }: PolicyDialogsProps) => {
  if (dialog === 'history') return <HistoryDialog revision={policy.revision} onClose={onClose} />
  if (!mayWrite) return null
  switch (dialog) {
    case 'defaults':
      return <DefaultsDialog policy={policy} onClose={onClose} />
    case 'bounds':
      return <BoundsDialog policy={policy} onClose={onClose} />
    case 'metrics':
      return <MetricsDialog policy={policy} onClose={onClose} />
    case 'telemetry':
      return <TelemetryDialog policy={policy} onClose={onClose} />
    case 'proxies':
      return <ProxiesDialog policy={policy} onClose={onClose} />
    case 'listener': {
      const listener = policy.listeners.find((one) => one.id === id) ?? null
      return id !== undefined && !listener ? null : <ListenerDialog key={id} policy={policy} listener={listener} onClose={onClose} />
    }
    case 'targets': {
      const upstream = policy.upstreams.find((one) => one.id === id)
      return upstream ? <UpstreamDialog key={id} policy={policy} upstream={upstream} onClose={onClose} /> : null
    }
    default:
      return null
  }
}
