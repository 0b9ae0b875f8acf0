/** Ten backup codes, shown once: to copy, download or print, with the tick that they are kept. */
import { Download, Printer } from 'lucide-react'
import { Button } from './button.tsx'
import { Checkbox } from './checkbox.tsx'
import { CopyButton } from './copy-button.tsx'

interface BackupCodesProps {
  codes: readonly string[]
  userName: string
  /** Starts the download; shows its own error. */
  onDownload: () => void
  downloading: boolean
  title: string
}

export const BackupCodes = ({ codes, userName, onDownload, downloading, title }: BackupCodesProps) => (
  <div className="flex flex-wrap gap-8">
    <div className="grid w-76 content-start gap-3">
      <h2>{title}</h2>
      <p className="text-2">Each opens the door once if your phone is lost. They are shown only now; Gatehouse stores no readable copy.</p>
      <div className="flex gap-2">
        <CopyButton text={codes.join('\n')} name="Copy backup codes" label="Copy" />
        <Button onClick={onDownload} busy={downloading}>
          {!downloading && <Download aria-hidden />}
          Download
        </Button>
        <Button onClick={() => window.print()}>
          <Printer aria-hidden />
          Print
        </Button>
      </div>
    </div>
    <div data-print className="min-w-72 flex-1">
      <p className="hidden font-strong print:mb-4 print:block">Gatehouse backup codes of {userName}. Each works once.</p>
      <ol aria-label="Backup codes" className="grid grid-cols-2 gap-x-6 font-mono text-base">
        {codes.map((code, at) => (
          <li key={code} className="flex items-baseline border-b border-hairline py-[3px] nth-last-[-n+2]:border-0">
            <span aria-hidden className="w-6 font-ui text-micro text-3">
              {at + 1}
            </span>
            <span className="select-all">{code}</span>
          </li>
        ))}
      </ol>
    </div>
  </div>
)

export const KeptThem = ({ kept, onChange }: { kept: boolean; onChange: (kept: boolean) => void }) => (
  <Checkbox checked={kept} onChange={onChange}>
    I have kept them in a safe place
  </Checkbox>
)
