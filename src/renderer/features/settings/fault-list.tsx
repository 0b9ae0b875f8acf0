/** All that is wrong with a set of values, at once, with the lines where it stands. */
import type { SettingFault } from '../../../shared/contract/settings.ts'
import { formatCounted } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'

export const FaultList = ({ faults }: { faults: readonly SettingFault[] }) => (
  <Notice severity="high" alert>
    <p className="font-strong">{formatCounted(faults.length, 'fault', 'faults')}. Nothing is changed while there is any.</p>
    <ul tabIndex={0} aria-label="Faults" className="max-h-48 overflow-auto -outline-offset-2">
      {faults.map(({ line, sentence }) => (
        <li key={`${line} ${sentence}`} className="flex gap-3 py-0.5">
          <span className="w-14 flex-none text-2 tabular-nums">{line !== null && `Line ${line}`}</span>
          <span className="min-w-0 [overflow-wrap:anywhere]">{sentence}</span>
        </li>
      ))}
    </ul>
  </Notice>
)
