/** Where keys are imported from: a file dropped or chosen, text pasted, or the environment the console was started in. */
import { Server } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button } from '../../ui/button.tsx'
import { FileDrop } from '../../ui/file-drop.tsx'
import { formatBytes } from '../../ui/format.ts'
import { KeyTextField } from './key-text-field.tsx'

export type Source = { kind: 'text'; text: string; name: string | null } | { kind: 'environment' }

const mostBytes = 1_048_576

const sizeProblem = ({ name, size }: File): string | null =>
  size > mostBytes ? `${name} has ${formatBytes(size)}; a file of at most 1 MB can be read. A .env file is far smaller.` : null

interface ImportSourceProps {
  dropped: File | null
  onSource: (source: Source) => void
  onProblem: (sentence: string) => void
  busy: boolean
}

export const ImportSource = ({ dropped, onSource, onProblem, busy }: ImportSourceProps) => {
  const pasted = useRef<HTMLTextAreaElement>(null)
  const readFile = async (file: File) => {
    const problem = sizeProblem(file)
    if (problem) return onProblem(problem)
    try {
      onSource({ kind: 'text', text: await file.text(), name: file.name.slice(0, 255) })
    } catch {
      onProblem(`${file.name} could not be read. It may have been moved or is not a file.`)
    }
  }
  const readDropped = useRef<File | null>(null)
  useEffect(() => {
    // Once for each file, also where effects run twice.
    if (!dropped || readDropped.current === dropped) return
    readDropped.current = dropped
    void readFile(dropped)
  })
  const readPasted = () => {
    const text = pasted.current?.value ?? ''
    if (text.trim() === '') return onProblem('Paste the lines of a .env file first.')
    onSource({ kind: 'text', text, name: null })
  }
  return (
    <div className="grid gap-6">
      <FileDrop
        words="Drop a .env file here, or"
        help="At most 1 MB. Quotes, several lines, export and comments are understood."
        label="A .env file"
        busy={busy}
        onFile={(file) => void readFile(file)}
      />
      <div className="grid justify-items-start gap-2">
        <KeyTextField
          className="w-full"
          label="Or paste its lines"
          inputRef={pasted}
          onInput={() => {}}
          help="NAME=value, one to a line."
        />
        <Button onClick={readPasted} busy={busy}>
          Look at what I pasted
        </Button>
      </div>
      <div className="flex items-center justify-between gap-4 border-t border-hairline pt-4">
        <p className="text-2">Or take what this console was started with. Settings of Gatehouse and of the system are left out.</p>
        <Button onClick={() => onSource({ kind: 'environment' })} busy={busy}>
          {!busy && <Server aria-hidden />}
          Look at the environment
        </Button>
      </div>
    </div>
  )
}
