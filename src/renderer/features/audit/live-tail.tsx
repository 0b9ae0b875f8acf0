/** Whether the list follows the log, and the way to hold it still; what comes meanwhile waits. */
import { Play } from 'lucide-react'
import { setLivePaused, useLivePaused } from '../../api/live-pause.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { useCommands } from '../../frame/commands.ts'
import { formatCount } from '../../ui/format.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import type { Entries } from './use-entries.ts'

const waitingWords = (waiting: Entries['waiting']) =>
  waiting === 'many' ? 'Paused, many wait' : waiting > 0 ? `Paused, ${formatCount(waiting)} ${waiting === 1 ? 'waits' : 'wait'}` : 'Paused'

export const LiveTail = ({ waiting }: { waiting: Entries['waiting'] }) => {
  const paused = useLivePaused()
  const toggle = () => setLivePaused(!paused)
  const label = paused ? 'Go on with the live list' : 'Pause the live list'
  useShortcuts([{ keys: 'p', label: 'Pause the live list, or go on', group: 'Audit', run: toggle }])
  useCommands([{ id: 'audit pause', group: 'On this page', label, words: 'live tail follow stop', icon: Play, keys: 'p', run: toggle }])
  return (
    <Tooltip
      text={paused ? 'New entries wait until you go on.' : 'New entries appear at the top. Pause to hold the list still; nothing is lost.'}
    >
      <button type="button" onClick={toggle} className="flex h-6 items-center gap-1.5 rounded-1 px-1.5 hover:bg-hover hover:text-1">
        {paused ? (
          <Play aria-hidden className="size-3" />
        ) : (
          <span aria-hidden className="size-2 rounded-full bg-accent forced-colors:bg-[Highlight]" />
        )}
        <span role="status">{paused ? waitingWords(waiting) : 'Following'}</span>
        <span className="sr-only">{label}</span>
        <KeyHint>P</KeyHint>
      </button>
    </Tooltip>
  )
}
