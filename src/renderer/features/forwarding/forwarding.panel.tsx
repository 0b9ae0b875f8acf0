/** Forwarding among the settings: how it is doing in one line, and the way to its page. */
import { useNavigate } from '@tanstack/react-router'
import { Button } from '../../ui/button.tsx'
import { formatCounted } from '../../ui/format.ts'
import { Section } from '../../ui/page.tsx'
import { SeverityLabel } from '../../ui/severity.tsx'
import { useForwarding } from './use-forwarding.ts'

export const ForwardingPanel = () => {
  const { data } = useForwarding()
  const navigate = useNavigate()
  const failing = data?.filter(({ state }) => state.kind === 'failing').length ?? 0
  const count = data?.length ?? 0
  return (
    <Section
      id="forwarding"
      title="Forwarding"
      text={
        count === 0
          ? 'Send the log to syslog, a webhook or OpenTelemetry, so that a copy of it is outside this machine.'
          : `The log is sent to ${formatCounted(count, 'destination', 'destinations')}.`
      }
      actions={<Button onClick={() => void navigate({ to: '/settings/forwarding' })}>Open forwarding</Button>}
    >
      {failing > 0 && (
        <SeverityLabel severity="high" look="badge">
          {formatCounted(failing, 'destination fails', 'destinations fail')}
        </SeverityLabel>
      )}
    </Section>
  )
}
