/** Go anywhere, do anything one may do: the palette. */
import { Dialog as Base } from '@base-ui/react/dialog'
import { useNavigate } from '@tanstack/react-router'
import { Command as Cmdk } from 'cmdk'
import { Search } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useSession } from '../api/access.ts'
import { useStore } from '../api/store.ts'
import { dialogPanel, dialogScrim } from '../ui/dialog.tsx'
import { KeyHint } from '../ui/key-hint.tsx'
import { commandGroups, matchCommand, pageCommands, type Command } from './commands.ts'
import { useEarlyKeys } from './early-keys.ts'
import { closeFloat, openedFloat } from './floats.ts'
import { KeySequence } from './key-sequence.tsx'
import { ownCommands } from './own-commands.ts'

const groupHeading =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-micro [&_[cmdk-group-heading]]:text-3'

export const Palette = ({ featureCommands }: { featureCommands: readonly Command[] }) => {
  const open = useStore(openedFloat) === 'palette'
  const [typed, setTyped] = useState('')
  const [wasOpen, setWasOpen] = useState(open)
  if (open !== wasOpen) {
    setWasOpen(open)
    setTyped('')
  }
  useEarlyKeys(
    open,
    useCallback((character: string) => setTyped((before) => before + character), []),
  )
  const { permissions } = useSession().user
  const navigate = useNavigate()
  const offered = [...useStore(pageCommands), ...ownCommands, ...featureCommands].filter(
    ({ needs }) => !needs || permissions.includes(needs),
  )
  const run = (command: Command) => {
    closeFloat()
    command.run({ navigate })
  }
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && closeFloat()}>
      <Base.Portal>
        <Base.Backdrop className={dialogScrim} />
        <Base.Popup
          aria-label="Go anywhere"
          className={`${dialogPanel} fixed top-[14vh] left-1/2 z-10 w-[560px] -translate-x-1/2 overflow-hidden`}
        >
          <Cmdk label="Go anywhere" filter={(value, wanted, words) => matchCommand(value, words?.join(' ') ?? '', wanted)} loop>
            <div className="flex h-12 items-center gap-2 border-b border-hairline px-4 text-2">
              <Search aria-hidden />
              <Cmdk.Input
                value={typed}
                onValueChange={setTyped}
                placeholder="Go anywhere, do anything"
                className="min-w-0 flex-1 bg-transparent text-1 outline-none"
              />
              <KeyHint>Esc</KeyHint>
            </div>
            <Cmdk.List className="max-h-[60vh] overflow-auto p-1">
              <Cmdk.Empty className="px-2 py-6 text-center text-2">
                Nothing of that name. Try the name of a page, or what you want to do.
              </Cmdk.Empty>
              {commandGroups
                .filter((group) => offered.some((command) => command.group === group))
                .map((group) => (
                  <Cmdk.Group key={group} heading={group} className={groupHeading}>
                    {offered
                      .filter((command) => command.group === group)
                      .map((command) => (
                        <Cmdk.Item
                          key={command.id}
                          value={command.label}
                          keywords={command.words ? [command.words] : undefined}
                          onSelect={() => run(command)}
                          className="flex h-8 items-center gap-2 rounded-2 px-2 data-[selected=true]:bg-pressed"
                        >
                          <command.icon aria-hidden className="text-2" />
                          <span className="flex-1">{command.label}</span>
                          {command.keys && <KeySequence keys={command.keys} />}
                        </Cmdk.Item>
                      ))}
                  </Cmdk.Group>
                ))}
            </Cmdk.List>
          </Cmdk>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
