/** While keys are chosen for an export: how many, all or none, and the file after a fresh code. */
import { Download } from 'lucide-react'
import { useState } from 'react'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { startDownload } from '../../api/download.ts'
import { StepUpCancelled, withStepUp } from '../../api/step-up.ts'
import { Button } from '../../ui/button.tsx'
import { toastDone, toastProblem } from '../../ui/toast.tsx'
import { keysSentence } from './key-words.ts'
import { renewVault } from './vault-queries.ts'

interface ExportBarProps {
  chosen: ReadonlySet<string>
  onChooseAll: () => void
  onDone: () => void
}

export const ExportBar = ({ chosen, onChooseAll, onDone }: ExportBarProps) => {
  const [busy, setBusy] = useState(false)
  const ids = [...chosen]
  const run = async () => {
    setBusy(true)
    try {
      const { url, keys } = await withStepUp(() => client.vault.export({ ids }), {
        title: `Export ${keysSentence(ids.length)}?`,
        text: 'Enter a fresh code from your authenticator. The file holds the keys in plain text: whoever has it can use them. The export is written to the audit log in your name.',
      })
      startDownload(url)
      toastDone({ title: `${keysSentence(keys)} exported`, text: 'The file holds them in plain text. Delete it when it has served.' })
      void renewVault()
      onDone()
    } catch (error) {
      if (!(error instanceof StepUpCancelled)) toastProblem({ title: 'Nothing was exported', text: describeProblem(error).sentence })
    } finally {
      setBusy(false)
    }
  }
  return (
    <div
      role="group"
      aria-label="Export"
      className="flex min-h-11 flex-none items-center gap-2 border-b border-hairline bg-surface-0 px-4 py-2"
    >
      <span role="status">{ids.length === 0 ? 'Tick the keys to export.' : `${keysSentence(ids.length)} chosen`}</span>
      <Button look="quiet" onClick={onChooseAll}>
        Select all shown
      </Button>
      <span className="flex-1" />
      <Button onClick={onDone}>Cancel</Button>
      <Button look="primary" onClick={() => void run()} busy={busy} disabled={ids.length === 0}>
        {!busy && <Download aria-hidden />}
        Export as .env…
      </Button>
    </div>
  )
}
