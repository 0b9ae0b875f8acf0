/** What the palette offers for the settings from anywhere. */
import { FileUp, History, SlidersVertical } from 'lucide-react'
import { profileNames } from '../../../shared/contract/settings.ts'
import type { Command } from '../../frame/commands.ts'

export const settingsCommands: readonly Command[] = [
  {
    id: 'settings history',
    group: 'Do',
    label: 'See the changes of settings',
    words: 'history undo who changed configuration',
    icon: History,
    needs: 'settings:read',
    run: ({ navigate }) => void navigate({ to: '/settings', hash: 'history' }),
  },
  {
    id: 'settings import',
    group: 'Do',
    label: 'Import settings',
    words: 'configuration file json settings.json load',
    icon: FileUp,
    needs: 'settings:write',
    run: ({ navigate }) => void navigate({ to: '/settings', search: { dialog: 'import' } }),
  },
  ...profileNames.map((name): Command => ({
    id: `settings profile ${name}`,
    group: 'Do',
    label: `Apply the profile ${name}`,
    words: 'settings configuration set environment',
    icon: SlidersVertical,
    needs: 'settings:write',
    run: ({ navigate }) => void navigate({ to: '/settings', search: { dialog: `profile-${name}` } }),
  })),
]
