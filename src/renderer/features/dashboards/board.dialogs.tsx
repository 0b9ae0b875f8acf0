/** The small dialogs of dashboards: a new one, another name, and one from a file. */
import { useState } from 'react'
import type { Board, GivenBoard } from '../../../shared/contract/dashboards.ts'
import { client } from '../../api/client.ts'
import { TextArea } from '../../ui/text-area.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { FormDialog } from '../../frame/form.dialog.tsx'
import { useAct } from '../../api/use-act.ts'
import { changeBoard, renewBoards } from './board-queries.ts'

const nameProblem = (name: string): string | undefined =>
  name.trim() === '' || name.trim().length > 80 ? 'Give it a name of at most 80 letters.' : undefined

/** Throws what the core refused. */
export const addBoard = async (given: GivenBoard): Promise<Board> => {
  const board = await client.dashboards.create(given)
  toastDone({ title: `“${board.name}” was added` })
  await renewBoards()
  return board
}

export const NewBoardDialog = ({ onClose, onAdded }: { onClose: () => void; onAdded: (board: Board) => void }) => {
  const [name, setName] = useState('')
  const [tried, setTried] = useState(false)
  const act = useAct()
  const submit = () => {
    setTried(true)
    if (nameProblem(name) === undefined) void act.run(async () => onAdded(await addBoard({ name: name.trim(), panels: [] })))
  }
  return (
    <FormDialog title="Add a dashboard" save="Add dashboard" act={act} onSubmit={submit} onClose={onClose}>
      <TextField
        label="Name"
        placeholder="Night shift"
        value={name}
        error={tried ? nameProblem(name) : undefined}
        onChange={(event) => setName(event.target.value)}
        autoComplete="off"
      />
    </FormDialog>
  )
}

export const RenameBoardDialog = ({ board, onClose }: { board: Board; onClose: () => void }) => {
  const [name, setName] = useState(board.name)
  const act = useAct()
  const submit = () => {
    if (nameProblem(name) !== undefined) return
    void act
      .run(async () => {
        await changeBoard(board, { name: name.trim() }, `“${board.name}” is “${name.trim()}” now`)
      })
      .then((done) => done && onClose())
  }
  return (
    <FormDialog title={`Rename “${board.name}”`} save="Rename dashboard" act={act} subject={board.name} onSubmit={submit} onClose={onClose}>
      <TextField label="Name" value={name} error={nameProblem(name)} onChange={(event) => setName(event.target.value)} autoComplete="off" />
    </FormDialog>
  )
}

const mostChars = 500_000

export const ImportBoardDialog = ({ onClose, onAdded }: { onClose: () => void; onAdded: (board: Board) => void }) => {
  const [text, setText] = useState('')
  const [faults, setFaults] = useState<string[]>([])
  const act = useAct()
  const take = (file: File | undefined) => {
    if (!file) return
    if (file.size > mostChars) return setFaults([`${file.name} is too large for a dashboard.`])
    void file.text().then((read) => {
      setText(read)
      setFaults([])
    })
  }
  const submit = () => {
    if (text.trim() === '') return setFaults(['Choose a file, or paste what it holds.'])
    void act.run(async () => {
      const answer = await client.dashboards.import({ text })
      if (!answer.ok) return setFaults(answer.faults)
      toastDone({ title: `“${answer.board.name}” was added` })
      await renewBoards()
      onAdded(answer.board)
    })
  }
  return (
    <FormDialog
      title="Import a dashboard"
      text="From a file that “Export” has made, here or on another console. Nothing is added unless all of it can be read."
      save="Import dashboard"
      act={act}
      onSubmit={submit}
      onClose={onClose}
    >
      <label className="grid gap-1 text-small font-strong">
        File
        <input
          type="file"
          accept="application/json,.json"
          onChange={(event) => take(event.target.files?.[0])}
          className="font-normal file:mr-3 file:h-control-form file:rounded-2 file:border file:border-hairline-strong file:bg-surface-2 file:px-2.5"
        />
      </label>
      <TextArea
        label="Or its text"
        mono
        rows={8}
        value={text}
        spellCheck={false}
        error={
          faults.length > 0 && (
            <span className="grid gap-0.5">
              {faults.map((fault) => (
                <span key={fault}>{fault}</span>
              ))}
            </span>
          )
        }
        onChange={(event) => {
          setText(event.target.value)
          setFaults([])
        }}
      />
    </FormDialog>
  )
}
