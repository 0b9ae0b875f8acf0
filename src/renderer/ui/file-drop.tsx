/** Takes one file: dropped here, or chosen by the button. */
import { FileUp } from 'lucide-react'
import { useRef, useState, type DragEvent, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'

interface FileDropProps {
  /** Before the button: `Drop a .env file here, or`. */
  words: ReactNode
  /** What is understood, below the button. */
  help: ReactNode
  /** Read aloud as the name of what is chosen. */
  label: string
  /** Endings that the system's own dialog offers first: `.ghb`. */
  accept?: string
  busy?: boolean
  onFile: (file: File) => void
}

export const FileDrop = ({ words, help, label, accept, busy = false, onFile }: FileDropProps) => {
  const [over, setOver] = useState(false)
  const picker = useRef<HTMLInputElement>(null)
  const take = (file: File | undefined) => {
    if (file && !busy) onFile(file)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    event.stopPropagation()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={classNames(
        'grid justify-items-center gap-2 rounded-2 border border-dashed p-6 text-center',
        over ? 'border-accent bg-accent-tint' : 'border-control-edge',
      )}
    >
      <p>{words}</p>
      <Button onClick={() => picker.current?.click()} busy={busy}>
        {!busy && <FileUp aria-hidden />}
        Choose a file
      </Button>
      <p className="text-small text-2">{help}</p>
      <input
        ref={picker}
        type="file"
        hidden
        accept={accept}
        aria-label={label}
        onChange={(event) => {
          take(event.target.files?.[0])
          event.target.value = ''
        }}
      />
    </div>
  )
}
