/** Exports the log: which entries, in which form, and those that were exported before. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { exportFormats, type ExportFormat } from '../../../shared/contract/audit-export.ts'
import { auditFilterSchema, type AuditFilter } from '../../../shared/contract/audit-filter.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { formatCounted } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import type { Problem } from '../../ui/problem.ts'
import { Segments } from '../../ui/segments.tsx'
import { ExportLine } from './export-line.tsx'
import { formatNames, formatTexts } from './export-words.ts'
import { beginExport, useExports } from './exports.ts'
import { matchesOf, type Matches } from './matches.ts'
import { useHistogram } from './use-histogram.ts'

const formats = exportFormats.map((value) => ({ value, label: formatNames[value] }))
const everything: AuditFilter = auditFilterSchema.parse({})

type What = 'matching' | 'all'
const whats = [
  { value: 'matching', label: 'Those that match' },
  { value: 'all', label: 'The whole log' },
] as const

const rowWords = (matches: Matches | null): string => {
  if (matches === null) return 'Counting the rows.'
  const rows = formatCounted(matches.entries, 'row', 'rows')
  return matches.whole ? `${matches.exact ? '' : 'About '}${rows}.` : `At least ${rows}; they are being counted.`
}

const MatchingRows = ({ filter }: { filter: AuditFilter }) => {
  const { query, histogram, stale } = useHistogram(filter)
  if (query.isError) return <>Nobody can say how many rows.</>
  return <>{rowWords(stale ? null : matchesOf(histogram))}</>
}

const AllRows = () => {
  const size = useQuery(orpc.audit.size.queryOptions()).data
  return <>{size ? `${formatCounted(size.entries, 'row', 'rows')}.` : 'Counting the rows.'}</>
}

const Before = () => {
  const exports = useExports().data ?? []
  if (exports.length === 0) return null
  return (
    <section aria-label="Your exports" className="border-t border-hairline pt-2">
      <h3 className="text-small font-strong text-2">Your exports since the console was started</h3>
      <div className="-mr-2 max-h-36 overflow-auto pr-2">
        {exports.map((one) => (
          <ExportLine key={one.id} of={one} />
        ))}
      </div>
    </section>
  )
}

interface ExportDialogProps {
  open: boolean
  onClose: () => void
  filter: AuditFilter
  /** Something is filtered, so that there is a choice. */
  filtered: boolean
}

export const ExportDialog = ({ open, onClose, filter, filtered }: ExportDialogProps) => {
  const [chosen, setChosen] = useState<What>('matching')
  const [format, setFormat] = useState<ExportFormat>('ndjson')
  const [gzip, setGzip] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const what: What = filtered ? chosen : 'all'
  const begin = async () => {
    setBusy(true)
    setProblem(null)
    try {
      await beginExport({ filter: what === 'matching' ? filter : everything, format, gzip })
      onClose()
    } catch (error) {
      setProblem(describeProblem(error))
    }
    setBusy(false)
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      wide
      title="Export the log"
      text="The file is written while it is downloaded, and you can go on working. That entries left the console is entered into the log."
      foot={
        <>
          <Button tall onClick={onClose}>
            Close
          </Button>
          <Button tall look="primary" busy={busy} onClick={() => void begin()}>
            Export
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {filtered && (
          <div className="flex items-center justify-between gap-4">
            <span>Which entries</span>
            <Segments<What> label="Which entries" value={what} options={whats} onChange={setChosen} />
          </div>
        )}
        <div className="grid gap-1">
          <div className="flex items-center justify-between gap-4">
            <span>Form</span>
            <Segments<ExportFormat> label="Form" value={format} options={formats} onChange={setFormat} />
          </div>
          <p className="text-small text-2">{formatTexts[format]}</p>
        </div>
        <div className="flex items-center justify-between gap-4">
          <Checkbox checked={gzip} onChange={setGzip}>
            Compress (gzip)
          </Checkbox>
          <p role="status" className="text-small text-2">
            {open && (what === 'matching' ? <MatchingRows filter={filter} /> : <AllRows />)}
          </p>
        </div>
        {problem && (
          <Notice severity="high" alert>
            {problem.sentence}
          </Notice>
        )}
        <Before />
      </div>
    </Dialog>
  )
}
