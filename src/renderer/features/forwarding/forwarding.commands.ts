/** What the palette offers for forwarding from anywhere. */
import { Plus, Send } from 'lucide-react'
import type { Command } from '../../frame/commands.ts'

export const forwardingCommands: readonly Command[] = [
  {
    id: 'go /settings/forwarding',
    group: 'Go to',
    label: 'Forwarding',
    words: 'siem syslog webhook otlp opentelemetry splunk send log settings',
    icon: Send,
    needs: 'settings:read',
    run: ({ navigate }) => void navigate({ to: '/settings/forwarding' }),
  },
  {
    id: 'forwarding add',
    group: 'Do',
    label: 'Send the log to another place',
    words: 'forwarding add destination siem syslog webhook otlp',
    icon: Plus,
    needs: 'settings:write',
    run: ({ navigate }) => void navigate({ to: '/settings/forwarding', hash: 'add' }),
  },
]
