/** A question over the page: its title says what, its text the consequences, its foot holds the answers. */
import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode, RefObject } from 'react'
import { classNames } from './class-names.ts'
import { focusAfterClosing } from './focus-trail.ts'

interface DialogProps {
  open: boolean
  /** Called on Esc, a press outside, and by `DialogClose`. */
  onClose: () => void
  title: string
  text?: ReactNode
  children?: ReactNode
  /** The buttons, from the one that keeps all as it is to the one that acts. */
  foot?: ReactNode
  /** `full` for tables. */
  wide?: boolean | 'full'
  initialFocus?: RefObject<HTMLElement | null>
}

export const dialogScrim =
  'fixed inset-0 z-10 bg-scrim transition-opacity duration-normal data-ending-style:opacity-0 data-starting-style:opacity-0'
export const dialogPanel =
  'max-w-[calc(100vw-32px)] rounded-3 bg-surface-2 shadow-dialog outline-none transition-[opacity,translate] duration-normal ease-calm ' +
  'data-ending-style:opacity-0 data-starting-style:translate-y-1 data-starting-style:opacity-0 forced-colors:border'

/** In view however long what stands above it is, which fades away under it. */
const footLook =
  'sticky -bottom-8 z-1 -mx-6 flex justify-end gap-2 rounded-b-3 bg-surface-2 px-6 pt-2 pb-6 before:pointer-events-none before:absolute ' +
  'before:inset-x-0 before:-top-4 before:h-4 before:bg-linear-to-t before:from-surface-2 before:to-transparent'

export const Dialog = ({ open, onClose, title, text, children, foot, wide = false, initialFocus }: DialogProps) => (
  <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
    <Base.Portal>
      <Base.Backdrop className={dialogScrim} />
      <Base.Viewport className="fixed inset-0 z-10 grid scroll-pb-20 place-items-center overflow-auto py-8">
        <Base.Popup
          initialFocus={initialFocus}
          finalFocus={focusAfterClosing}
          data-dialog=""
          className={classNames(
            dialogPanel,
            'grid gap-4 px-6 pt-6',
            !foot && 'pb-6',
            wide === 'full' ? 'w-[960px]' : wide ? 'w-[640px]' : 'w-[440px]',
          )}
        >
          <div>
            <Base.Title className="text-title">{title}</Base.Title>
            {text && <Base.Description className="text-2">{text}</Base.Description>}
          </div>
          {children}
          {foot && <footer className={footLook}>{foot}</footer>}
        </Base.Popup>
      </Base.Viewport>
    </Base.Portal>
  </Base.Root>
)
