/** One database: its files with what they tell of themselves, and the work that looks closer. */
import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import type { DatabaseFile, DatabaseInsight, Job, JobWork } from '../../../shared/contract/databases.ts'
import { Button } from '../../ui/button.tsx'
import { formatBytes, formatCount, formatCounted } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { edges, tableLook } from '../../ui/table-look.ts'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { isOf, startJob } from './database-jobs.ts'
import { JobLine } from './job-line.tsx'
import { TableSizes } from './table-sizes.tsx'

interface DatabaseSectionProps {
  database: DatabaseInsight
  jobs: readonly Job[]
  busy: boolean
  mayStart: boolean
}

/** More files than these are parts of one thing, shown on demand. */
const shownAtFirst = 3

const freeWords = ({ pages, freePages, pageBytes }: DatabaseFile): string =>
  pages === null || freePages === null || pageBytes === null
    ? '–'
    : `${formatBytes(freePages * pageBytes)}, ${Math.round((freePages / Math.max(1, pages)) * 100)} %`

const walWords = ({ wal, pageBytes }: DatabaseFile): string => {
  if (wal === null) return 'none'
  if (wal.pages === null || wal.checkpointedPages === null || pageBytes === null) return formatBytes(wal.bytes)
  const waiting = wal.pages - wal.checkpointedPages
  return `${formatBytes(wal.bytes)}, ${waiting <= 0 ? 'all written back' : `${formatBytes(waiting * pageBytes)} to write back`}`
}

const Files = ({ name, files }: { name: string; files: readonly DatabaseFile[] }) => {
  const [all, setAll] = useState(false)
  const shown = all || files.length <= shownAtFirst ? files : files.slice(-1)
  return (
    <>
      <table aria-label={`Files of ${name}`} className={`${tableLook} ${edges}`}>
        <thead>
          <tr className="text-left">
            <th scope="col">File</th>
            <th scope="col" className="w-22 text-right">
              Size
            </th>
            <th scope="col" className="w-22 text-right max-wide:hidden">
              Pages
            </th>
            <th scope="col" className="w-28 text-right">
              Free in it
            </th>
            <th scope="col" className="w-60">
              Write-ahead log
            </th>
            <th scope="col" className="w-32">
              Last written back
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((file) => (
            <tr key={file.file}>
              <td className="cut font-mono text-code">{file.file}</td>
              <td className="text-right">{formatBytes(file.bytes)}</td>
              <td className="text-right max-wide:hidden">{file.pages === null ? '–' : formatCount(file.pages)}</td>
              <td className="text-right">{freeWords(file)}</td>
              <td className="cut text-2">{walWords(file)}</td>
              <td className="text-2">{file.lastCheckpointAtMs === null ? '–' : <RelativeTime atMs={file.lastCheckpointAtMs} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {files.length > shownAtFirst && (
        <Button look="text" className="mt-1 ml-2.5" onClick={() => setAll(!all)}>
          {all ? 'Show the newest part only' : `Show all ${formatCount(files.length)} parts`}
        </Button>
      )}
      {files.flatMap(({ file, problem }) =>
        problem === null
          ? []
          : [
              <Notice key={file} severity="medium">
                {file} could not be looked at: {problem}
              </Notice>,
            ],
      )}
    </>
  )
}

const Findings = ({ job, name }: { job: Job; name: string }) => {
  if (job.result?.kind !== 'check') return null
  const { intact, findings } = job.result
  if (intact)
    return (
      <p className="flex items-center gap-2 text-2">
        <CircleCheck aria-hidden className="size-4" />
        <span>
          {name} is sound: every page was read and none is damaged. Checked <RelativeTime atMs={job.endedAtMs ?? job.startedAtMs} />.
        </span>
      </p>
    )
  return (
    <Notice severity="critical" alert>
      <p className="font-strong">{name} is damaged.</p>
      <ul className="font-mono text-code [overflow-wrap:anywhere]">
        {findings.slice(0, 10).map((finding) => (
          <li key={finding}>{finding}</li>
        ))}
      </ul>
      {findings.length > 10 && <p>And {formatCounted(findings.length - 10, 'finding', 'findings')} more.</p>}
    </Notice>
  )
}

export const DatabaseSection = ({ database, jobs, busy, mayStart }: DatabaseSectionProps) => {
  const { id, name, text, files, cacheBytes } = database
  const jobOf = (kind: 'sizes' | 'check') => jobs.find((job) => isOf(job, { kind, database: id } satisfies JobWork))
  const [sizes, check] = [jobOf('sizes'), jobOf('check')]
  const bytes = files.reduce((sum, file) => sum + file.bytes + (file.wal?.bytes ?? 0), 0)
  return (
    <section aria-labelledby={`database-${id}`} className="grid gap-3 border-b border-hairline px-4 py-4 last:border-0">
      <div className="flex items-start gap-4">
        <div className="min-w-0 flex-1">
          <h3 id={`database-${id}`}>
            {name} <span className="font-normal text-2">{formatBytes(bytes)}</span>
          </h3>
          <p className="text-small text-2">
            {text}
            {cacheBytes !== null && ` Each connection that reads keeps up to ${formatBytes(cacheBytes)} of it in memory.`}
          </p>
        </div>
        {mayStart && (
          <div className="flex flex-none gap-2">
            <Button disabled={busy} onClick={() => void startJob({ kind: 'sizes', database: id })} aria-label={`Measure tables of ${name}`}>
              Measure tables
            </Button>
            <Button disabled={busy} onClick={() => void startJob({ kind: 'check', database: id })} aria-label={`Check ${name}`}>
              Check
            </Button>
          </div>
        )}
      </div>
      <div className="-mx-4">
        <Files name={name} files={files} />
      </div>
      {check && (
        <JobLine job={check} label={`Checking ${name}`} mayCancel={mayStart}>
          <Findings job={check} name={name} />
        </JobLine>
      )}
      {sizes && (
        <JobLine job={sizes} label={`Measuring the tables of ${name}`} mayCancel={mayStart}>
          {sizes.result?.kind === 'sizes' && <TableSizes tables={sizes.result.tables} />}
        </JobLine>
      )}
    </section>
  )
}
