/** Imports keys from a .env file or from the environment of the console: first the source, then a preview to choose from. */
import { useEffect, useRef, useState } from 'react'
import type { ImportItem } from '../../../shared/contract/vault.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { ActNotices } from './act-notices.tsx'
import { importedSentence, labelProblem, mostChosen, suggestedChoices, sumsOf, type ImportChoices } from './import-choices.ts'
import { ImportPreview } from './import-preview.tsx'
import { ImportSource, type Source } from './import-source.tsx'
import { renewVault } from './vault-queries.ts'

interface Preview {
  id: string
  items: ImportItem[]
  /** Where it was read from, for the title. */
  from: string
}

interface ImportDialogProps {
  /** Dropped on the page; read at once. */
  dropped: File | null
  onClose: () => void
}

const fromOf = (source: Source) => (source.kind === 'environment' ? 'this console’s environment' : (source.name ?? 'what you pasted'))

/** Shown only while it is open, so that nothing read outlives it. */
export const ImportDialog = ({ dropped, onClose }: ImportDialogProps) => {
  const [preview, setPreview] = useState<Preview | null>(null)
  // Who chooses another source does not want the dropped one again.
  const [unread, setUnread] = useState(dropped)
  const [choices, setChoices] = useState<ImportChoices>(new Map())
  const [tags, setTags] = useState<string[]>([])
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const closeButton = useRef<HTMLButtonElement>(null)

  const read = async (source: Source) => {
    setBusy(true)
    setProblem(null)
    try {
      const { previewId, items } = await client.vault.previewImport({ source })
      setUnread(null)
      setPreview({ id: previewId, items, from: fromOf(source) })
      setChoices(suggestedChoices(items))
    } catch (error) {
      setProblem(describeProblem(error).sentence)
    } finally {
      setBusy(false)
    }
  }
  const chosen = [...choices].filter(([, choice]) => choice.chosen)
  const wrong = chosen.find(([, { label }]) => labelProblem(label) !== null)
  const store = async () => {
    if (!preview) return
    if (chosen.length > mostChosen)
      return setProblem(`One import takes at most ${mostChosen} keys. Choose fewer, and import the rest after.`)
    if (wrong) return setProblem('A chosen key has no usable label. Give it one, or leave it out.')
    setBusy(true)
    setProblem(null)
    try {
      const done = await client.vault.import({
        previewId: preview.id,
        tags,
        choices: chosen.map(([index, { label, onConflict }]) => ({ index, label, onConflict })),
      })
      toastDone({
        title: importedSentence(done),
        text: preview.from === 'this console’s environment' ? undefined : 'Delete the file now, if nothing else needs it.',
      })
      void renewVault()
      onClose()
    } catch (error) {
      setProblem(describeProblem(error).sentence)
    } finally {
      setBusy(false)
    }
  }
  // The preview is another face of the same dialog: the focus goes on inside it.
  useEffect(() => {
    if (preview) closeButton.current?.focus()
  }, [preview])
  const sums = preview && sumsOf(preview.items, choices)
  return (
    <Dialog
      open
      onClose={onClose}
      wide={preview ? 'full' : true}
      title={preview ? `Import from ${preview.from}` : 'Import keys'}
      text={
        preview
          ? 'What looks like a key is ticked. Only the ticked ones are stored, all of them or none.'
          : 'Nothing is stored before you have seen what was found.'
      }
      foot={
        <>
          {preview && (
            <Button tall onClick={() => setPreview(null)} className="mr-auto">
              Choose another source
            </Button>
          )}
          <Button tall ref={closeButton} onClick={onClose}>
            Cancel
          </Button>
          {preview && sums && (
            <Button tall look="primary" onClick={() => void store()} busy={busy} disabled={chosen.length === 0}>
              {`Import ${sums.add + sums.rotate === 1 ? '1 key' : `${sums.add + sums.rotate} keys`}`}
            </Button>
          )}
        </>
      }
    >
      <ActNotices conflict={null} problem={problem} />
      {preview ? (
        <ImportPreview items={preview.items} choices={choices} onChange={setChoices} tags={tags} onTags={setTags} />
      ) : (
        <ImportSource dropped={unread} onSource={(source) => void read(source)} onProblem={setProblem} busy={busy} />
      )}
    </Dialog>
  )
}
