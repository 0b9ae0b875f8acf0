/** Takes a settings.json: chosen, dropped or pasted; what is wrong is named whole and mended in place; what would change is shown first. */
import { useMutation } from '@tanstack/react-query'
import { FileUp } from 'lucide-react'
import { useRef, useState, type DragEvent } from 'react'
import type { SettingSource } from '../../../shared/contract/settings.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { formatBytes, formatCounted } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { DifferenceTable } from './difference-table.tsx'
import { FaultList } from './fault-list.tsx'
import { differenceDrops } from './setting-words.ts'
import { useApply } from './use-apply.ts'

const mostBytes = 100_000
const pasted = 'pasted text'

export const ImportDialog = ({ onClose }: { onClose: () => void }) => {
  const [text, setText] = useState('')
  const [name, setName] = useState(pasted)
  const [over, setOver] = useState(false)
  const [unread, setUnread] = useState<string | null>(null)
  const picker = useRef<HTMLInputElement>(null)
  const source: SettingSource = { kind: 'file', name, text }
  const review = useMutation({ mutationFn: (of: SettingSource) => client.settings.review({ source: of }) })
  const { apply, busy, problem, stale, refuse } = useApply({ done: `Imported ${name}`, onApplied: onClose })
  const found = review.data
  const ready = found && found.faults.length === 0 ? found : null

  const change = (next: string) => {
    setText(next)
    setUnread(null)
    refuse(null)
    review.reset()
  }
  const readFile = async (file: File | undefined) => {
    if (!file) return
    if (file.size > mostBytes) return setUnread(`${file.name} has ${formatBytes(file.size)}; a settings.json is far smaller.`)
    try {
      const read = await file.text()
      const called = file.name.slice(0, 255)
      setName(called)
      change(read)
      review.mutate({ kind: 'file', name: called, text: read })
    } catch {
      setUnread(`${file.name} could not be read. It may have been moved or is not a file.`)
    }
  }
  const look = () => (text.trim() === '' ? setUnread('Choose a file or paste its text first.') : review.mutate(source))
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void readFile(event.dataTransfer.files[0])
  }
  const foot = ready ? (
    <>
      <Button tall onClick={() => review.reset()}>
        Back
      </Button>
      {stale ? (
        <Button tall look="primary" onClick={look}>
          Compare again
        </Button>
      ) : (
        ready.differences.length > 0 && (
          <Button
            tall
            look={ready.differences.some(differenceDrops) ? 'danger' : 'primary'}
            busy={busy}
            onClick={() => apply(source, ready)}
          >
            Change {formatCounted(ready.differences.length, 'setting', 'settings')}
          </Button>
        )
      )}
    </>
  ) : (
    <>
      <Button tall onClick={onClose}>
        Cancel
      </Button>
      <Button tall look="primary" busy={review.isPending} onClick={look}>
        Compare
      </Button>
    </>
  )
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title="Import settings"
      text="A settings.json, as this page exports it or a host reads it. What it does not name stays as it is."
      foot={foot}
    >
      {ready ? (
        <DifferenceTable review={ready} />
      ) : (
        <div
          className={classNames('-m-2 grid gap-3 rounded-2 p-2', over && 'bg-accent-tint outline-1 outline-accent outline-dashed')}
          onDragOver={(event) => {
            event.preventDefault()
            setOver(true)
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <div className="flex items-center gap-3">
            <Button onClick={() => picker.current?.click()}>
              <FileUp aria-hidden />
              Choose a file
            </Button>
            <span className="text-2">{name === pasted ? 'or drop it here, or paste its text.' : name}</span>
            <input
              ref={picker}
              type="file"
              accept=".json,application/json"
              tabIndex={-1}
              aria-label="File of settings"
              className="sr-only"
              onChange={(event) => {
                void readFile(event.target.files?.[0])
                event.target.value = ''
              }}
            />
          </div>
          <TextArea
            label="Text of the file"
            mono
            rows={12}
            spellCheck={false}
            value={text}
            placeholder={'{\n  "access.session.idleLockMinutes": 15\n}'}
            onChange={(event) => change(event.target.value)}
          />
          {found && <FaultList faults={found.faults} />}
        </div>
      )}
      {[unread, problem, review.error && describeProblem(review.error).sentence].map(
        (sentence) =>
          sentence && (
            <Notice key={sentence} severity="high" alert>
              <p>{sentence}</p>
            </Notice>
          ),
      )}
    </Dialog>
  )
}
