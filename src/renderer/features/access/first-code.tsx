/** The first code of a new authenticator: asked for, then shown as accepted. */
import { CircleCheck } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import { CodeField } from '../../ui/code-field.tsx'
import { formatClock } from '../../ui/format.ts'

const label = <span className="text-base">2. Enter the six digits it shows</span>

interface FirstCodeProps {
  value: string
  onChange: (digits: string) => void
  onComplete: (digits: string) => void
  busy: boolean
  error: ReactNode
  inputRef: Ref<HTMLInputElement>
}

export const FirstCode = (entry: FirstCodeProps) => (
  <CodeField label={label} {...entry} autoFocus help={entry.busy ? 'Checking…' : 'It changes every 30 seconds.'} />
)

export const AcceptedCode = ({ code, atMs }: { code: string; atMs: number }) => (
  <>
    <CodeField label={label} value={code} onChange={() => {}} onComplete={() => {}} accepted />
    <p role="status" className="flex items-center gap-2">
      <CircleCheck aria-hidden className="text-2" />
      Accepted at {formatClock(atMs)}.
    </p>
  </>
)
