/** What was done to settings, newest first: who, when, from what to what, and the way back from each. */
import { ArrowRight, ChevronRight } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { Setting, SettingAct, SettingChange } from '../../../shared/contract/settings.ts'
import { useMay } from '../../api/access.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Timestamp } from '../../ui/timestamp.tsx'
import { actWords, changeWords, drops } from './setting-words.ts'
import { undoAct } from './setting-acts.ts'

const cell = 'h-row border-b border-hairline-soft px-2 first:pl-0 last:pr-0'
const head = 'h-7 px-2 text-left text-micro font-normal text-3 first:pl-0 last:pr-0 shadow-[inset_0_-1px_var(--hairline)]'

export const FromTo = ({ change, setting }: { change: SettingChange; setting: Setting | undefined }) => (
  <span className="flex min-w-0 items-center gap-2">
    <span className="cut text-2">{changeWords(setting?.kind, change.fromInForce ?? change.from)}</span>
    <ArrowRight role="img" aria-label="became" className="size-3 flex-none text-2" />
    <span className="cut">{changeWords(setting?.kind, change.toInForce ?? change.to)}</span>
    {change.to === null && change.toInForce !== null && <span className="flex-none text-small text-2">reset</span>}
  </span>
)

interface UndoButtonProps {
  act: SettingAct
  /** Of the act, or of one of its changes. */
  id: string
  of: string
  settings: readonly Setting[]
  onReview: (id: string) => void
}

const undoDrops = (act: SettingAct, settings: readonly Setting[]): boolean =>
  act.changes.some(({ key, fromInForce, toInForce }) => {
    const setting = settings.find((known) => known.key === key)
    return setting !== undefined && fromInForce !== null && toInForce !== null && drops(setting, toInForce, fromInForce)
  })

/** At once where it brings back exactly what stood before and drops nothing; else what it means now is shown first. */
export const UndoButton = ({ act, id, of, settings, onReview }: UndoButtonProps) => {
  const mayWrite = useMay('settings:write')
  const [busy, setBusy] = useState(false)
  if (!mayWrite) return null
  // One change of several stands alone then: the act as a whole is not what is undone.
  const atOnce = act.newest && (id === act.id || act.changes.length === 1) && !undoDrops(act, settings)
  const undo = async () => {
    setBusy(true)
    await undoAct(id)
    setBusy(false)
  }
  return (
    <Button
      look="quiet"
      className="-mr-2"
      busy={busy}
      onClick={() => (atOnce ? void undo() : onReview(id))}
      aria-label={`Undo the change of ${of}${atOnce ? '' : ', as it would be now'}`}
    >
      {atOnce ? 'Undo' : 'Undo…'}
    </Button>
  )
}

interface ActRowProps {
  act: SettingAct
  settings: readonly Setting[]
  onReview: (id: string) => void
}

const ActRow = ({ act, settings, onReview }: ActRowProps) => {
  const [open, setOpen] = useState(false)
  const settingOf = (key: string) => settings.find((setting) => setting.key === key)
  const [first, ...more] = act.changes
  if (!first) return null
  const single = more.length === 0 && act.kind !== 'profile' && act.kind !== 'file'
  const what = actWords(act)
  return (
    <>
      <tr>
        <td className={cell}>
          <Timestamp atMs={act.atMs} look="list" />
        </td>
        <td className={`${cell} cut`}>{act.actorName}</td>
        <td className={`${cell} cut`}>{what}</td>
        <td className={cell}>
          {single ? (
            <FromTo change={first} setting={settingOf(first.key)} />
          ) : (
            <Button look="text" aria-expanded={open} onClick={() => setOpen(!open)} aria-label={`Show what ${what} changed`}>
              <ChevronRight aria-hidden className={classNames(open && 'rotate-90')} />
              {act.changes.length} {act.changes.length === 1 ? 'value' : 'values'}
            </Button>
          )}
        </td>
        <td className={`${cell} text-right`}>
          <UndoButton act={act} id={act.id} of={what} settings={settings} onReview={onReview} />
        </td>
      </tr>
      {open &&
        act.changes.map((change) => (
          <tr key={change.id}>
            <td className={cell} colSpan={2}>
              <span className="sr-only">In the same change</span>
            </td>
            <td className={`${cell} cut text-2`}>{change.title}</td>
            <td className={cell} colSpan={2}>
              <FromTo change={change} setting={settingOf(change.key)} />
            </td>
          </tr>
        ))}
    </>
  )
}

interface ActTableProps {
  acts: readonly SettingAct[]
  settings: readonly Setting[]
  onReview: (id: string) => void
}

export const ActTable = ({ acts, settings, onReview }: ActTableProps): ReactNode => (
  <table aria-label="Changes of settings, newest first" className="w-full table-fixed border-collapse">
    <colgroup>
      <col className="w-32" />
      <col className="w-28" />
      <col />
      <col />
      <col className="w-20" />
    </colgroup>
    <thead>
      <tr>
        <th className={head}>When</th>
        <th className={head}>Who</th>
        <th className={head}>What</th>
        <th className={head}>Change</th>
        <th className={head}>
          <span className="sr-only">Undo</span>
        </th>
      </tr>
    </thead>
    <tbody>
      {acts.map((act) => (
        <ActRow key={act.id} act={act} settings={settings} onReview={onReview} />
      ))}
    </tbody>
  </table>
)
