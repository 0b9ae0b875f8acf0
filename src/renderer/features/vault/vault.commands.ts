/** What the palette offers for the vault from anywhere; the hash names what opens. */
import { Download, FileUp, KeySquare, Plus, ShieldCheck } from 'lucide-react'
import type { Command } from '../../frame/commands.ts'

export const vaultCommands: readonly Command[] = [
  {
    id: 'vault add',
    group: 'Do',
    label: 'Add a key',
    words: 'vault store secret api',
    icon: Plus,
    needs: 'vault:write',
    run: ({ navigate }) => void navigate({ to: '/vault', hash: 'add' }),
  },
  {
    id: 'vault import',
    group: 'Do',
    label: 'Import keys from .env',
    words: 'vault file environment',
    icon: FileUp,
    needs: 'vault:write',
    run: ({ navigate }) => void navigate({ to: '/vault', hash: 'import' }),
  },
  {
    id: 'vault export',
    group: 'Do',
    label: 'Export keys as .env',
    words: 'vault download choose',
    icon: Download,
    needs: 'vault:reveal',
    run: ({ navigate }) => void navigate({ to: '/vault', hash: 'export' }),
  },
  {
    id: 'vault check',
    group: 'Do',
    label: 'Check keys at their providers',
    words: 'vault valid revoked test choose',
    icon: ShieldCheck,
    needs: 'vault:write',
    run: ({ navigate }) => void navigate({ to: '/vault', hash: 'check' }),
  },
  {
    id: 'master key',
    group: 'Do',
    label: 'See or move the master key',
    words: 'vault settings recovery rotate data key keychain slots',
    icon: KeySquare,
    needs: 'settings:read',
    run: ({ navigate }) => void navigate({ to: '/settings', hash: 'master-key' }),
  },
]
