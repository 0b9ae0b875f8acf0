/** The button that exports what the log's page shows; not there for those who may not. */
import { FileDown } from 'lucide-react'
import { useState } from 'react'
import type { AuditFilter } from '../../../shared/contract/audit-filter.ts'
import { useMay } from '../../api/access.ts'
import { useCommands, type Command } from '../../frame/commands.ts'
import { Button } from '../../ui/button.tsx'
import { ExportDialog } from './export.dialog.tsx'

export const ExportButton = (props: { filter: AuditFilter; filtered: boolean }) =>
  useMay('audit:export') ? <Exporting {...props} /> : null

const Exporting = ({ filter, filtered }: { filter: AuditFilter; filtered: boolean }) => {
  const [open, setOpen] = useState(false)
  const command: Command = {
    id: 'audit export',
    group: 'On this page',
    label: 'Export the log',
    words: 'download csv ndjson ocsf file manifest',
    icon: FileDown,
    run: () => setOpen(true),
  }
  useCommands([command])
  return (
    <>
      <Button look="quiet" onClick={() => setOpen(true)}>
        <FileDown aria-hidden />
        Export
      </Button>
      <ExportDialog open={open} onClose={() => setOpen(false)} filter={filter} filtered={filtered} />
    </>
  )
}
