/** The backups that lie here, newest first: when, what is in them, what opens them, and what can be done with each. */
import { BadgeCheck, Download, Ellipsis, History, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { KeptBackup } from '../../../shared/contract/backup.ts'
import { formatBytes } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { tableLook } from '../../ui/table-look.ts'
import { RelativeTime, Timestamp } from '../../ui/timestamp.tsx'
import { kindNames, openersLine } from './backup-words.ts'
import { downloadBackup } from './use-backup.ts'

export interface BackupActs {
  onVerify: (name: string) => void
  onRestore: (name: string) => void
  onDelete: (name: string) => void
}

const KeptRow = ({ backup, acts }: { backup: KeptBackup; acts: BackupActs }) => {
  const { name, kind, bytes, createdAtMs, withLog, opensWith, verifiedAtMs } = backup
  const [busy, setBusy] = useState(false)
  return (
    <tr>
      <td className="!h-12">
        <Timestamp atMs={createdAtMs} look="list" />
        <span className="cut block font-mono text-small text-2" title={name}>
          {name}
        </span>
      </td>
      <td>
        {kindNames[kind]}
        <span className="block text-small text-2">{withLog ? 'With the log' : 'Without the log'}</span>
      </td>
      <td className="text-right tabular-nums">{formatBytes(bytes)}</td>
      <td>{openersLine(opensWith)}</td>
      <td>{verifiedAtMs === null ? <span className="text-2">Never</span> : <RelativeTime atMs={verifiedAtMs} />}</td>
      <td className="!pr-0 text-right whitespace-nowrap">
        <IconButton
          name={`Download ${name}`}
          busy={busy}
          onClick={() => {
            setBusy(true)
            void downloadBackup(name).finally(() => setBusy(false))
          }}
        >
          {!busy && <Download aria-hidden />}
        </IconButton>
        <Menu
          trigger={
            <IconButton name={`More about ${name}`}>
              <Ellipsis aria-hidden />
            </IconButton>
          }
        >
          <MenuItem icon={<BadgeCheck aria-hidden />} onSelect={() => acts.onVerify(name)}>
            Verify…
          </MenuItem>
          <MenuItem icon={<History aria-hidden />} onSelect={() => acts.onRestore(name)}>
            Restore from it…
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon={<Trash2 aria-hidden />} onSelect={() => acts.onDelete(name)}>
            Delete…
          </MenuItem>
        </Menu>
      </td>
    </tr>
  )
}

export const KeptTable = ({ kept, acts }: { kept: readonly KeptBackup[]; acts: BackupActs }) => (
  <div className="overflow-x-auto">
    <table aria-label="Kept backups" className={`${tableLook} min-w-170 [&_:is(td,th):first-child]:pl-0`}>
      <colgroup>
        <col />
        <col className="w-36" />
        <col className="w-20" />
        <col className="w-48" />
        <col className="w-28" />
        <col className="w-18" />
      </colgroup>
      <thead>
        <tr className="text-left">
          <th>Made</th>
          <th>Kind</th>
          <th className="text-right">Size</th>
          <th>Opens with</th>
          <th>Verified</th>
          <th>
            <span className="sr-only">Acts</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {kept.map((backup) => (
          <KeptRow key={backup.name} backup={backup} acts={acts} />
        ))}
      </tbody>
    </table>
  </div>
)
