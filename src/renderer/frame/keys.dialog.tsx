/** The list of keys that work here. */
import { useStore } from '../api/store.ts'
import { classNames } from '../ui/class-names.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { closeFloat, openedFloat } from './floats.ts'
import { KeySequence } from './key-sequence.tsx'
import { activeShortcuts, everywhere, isHere } from './shortcuts.ts'

export const KeysDialog = () => {
  const open = useStore(openedFloat) === 'keys'
  const known = useStore(activeShortcuts)
  const shortcuts = open ? known.filter(isHere) : []
  // What is special to this page first.
  const groups = [...new Set(shortcuts.map(({ group }) => group))].toSorted((a, b) => Number(a === everywhere) - Number(b === everywhere))
  return (
    <Dialog
      open={open}
      onClose={closeFloat}
      title="Keys"
      wide={groups.length > 1}
      foot={
        <Button tall onClick={closeFloat}>
          Close
        </Button>
      }
    >
      <div className={classNames('grid gap-x-8 gap-y-4', groups.length > 1 && 'grid-cols-2')}>
        {groups.map((group) => (
          <section key={group}>
            <h3 className="mb-1 text-small font-strong text-2">{group}</h3>
            <dl className="grid grid-cols-[1fr_auto] gap-y-1">
              {shortcuts
                .filter((shortcut) => shortcut.group === group)
                .map(({ keys, label }) => (
                  <div key={keys} className="col-span-2 grid grid-cols-subgrid items-center">
                    <dt>{label}</dt>
                    <dd>
                      <KeySequence keys={keys} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
