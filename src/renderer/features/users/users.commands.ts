/** What the palette offers for users from anywhere. */
import { Mail, TableProperties, UserPlus } from 'lucide-react'
import type { Command } from '../../frame/commands.ts'

export const userCommands: readonly Command[] = [
  {
    id: 'users invite',
    group: 'Do',
    label: 'Invite a user',
    words: 'add new colleague member account',
    icon: UserPlus,
    needs: 'users:manage',
    run: ({ navigate }) => void navigate({ to: '/users', search: { invite: true } }),
  },
  {
    id: 'users invitations',
    group: 'Do',
    label: 'See the open invitations',
    words: 'users pending code',
    icon: Mail,
    needs: 'users:manage',
    run: ({ navigate }) => void navigate({ to: '/users/invitations' }),
  },
  {
    id: 'users roles',
    group: 'Do',
    label: 'See what the roles may do',
    words: 'users permissions matrix rights',
    icon: TableProperties,
    run: ({ navigate }) => void navigate({ to: '/users/roles' }),
  },
]
