/** What the palette offers for one's own programs from anywhere. */
import { KeySquare, Terminal } from 'lucide-react'
import type { Command } from '../../frame/commands.ts'

export const tokenCommands: readonly Command[] = [
  {
    id: 'tokens make',
    group: 'Do',
    label: 'Make an access token',
    words: 'account api rest program pat key',
    icon: KeySquare,
    run: ({ navigate }) => void navigate({ to: '/account', hash: 'new-token' }),
  },
  {
    id: 'tokens calls',
    group: 'Do',
    label: 'Find a call of the API',
    words: 'rest openapi curl token',
    icon: Terminal,
    run: ({ navigate }) => void navigate({ to: '/api-docs' }),
  },
]
