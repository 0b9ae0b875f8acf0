/** Says what was done, with the way to undo it where there is one. Told politely to screen readers. */
import { Toast } from '@base-ui/react/toast'
import { Check, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { SeverityShape } from './severity.tsx'

type Kind = 'done' | 'problem'
const manager = Toast.createToastManager<{ kind: Kind }>()

interface Notice {
  title: string
  text?: ReactNode
  action?: { label: string; run: () => void }
}

const show = (kind: Kind, { title, text, action }: Notice): (() => void) => {
  const id = manager.add({
    title,
    description: text,
    timeout: action || kind === 'problem' ? 10_000 : 5_000,
    priority: kind === 'problem' ? 'high' : 'low',
    data: { kind },
    actionProps: action && {
      children: action.label,
      onClick: () => {
        manager.close(id)
        action.run()
      },
    },
  })
  return () => manager.close(id)
}
/** Something was done. The answer closes it, where its action has lost its sense. */
export const toastDone = (notice: Notice): (() => void) => show('done', notice)
/** Something could not be done; use it where no place on the page can say so. */
export const toastProblem = (notice: Notice): (() => void) => show('problem', notice)

/** Nothing of a session stays on the screen after it. */
export const closeToasts = (): void => manager.close()

const ToastList = () => {
  const { toasts } = Toast.useToastManager<{ kind: Kind }>()
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className="w-92 max-w-[calc(100vw-32px)] rounded-3 bg-surface-2 shadow-float transition-[opacity,translate] duration-normal ease-calm data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0 forced-colors:border"
    >
      <Toast.Content className="flex items-center gap-3 py-3 pr-3 pl-4">
        {toast.data?.kind === 'problem' ? <SeverityShape severity="high" /> : <Check aria-hidden className="text-2" />}
        <div className="min-w-0 flex-1">
          <Toast.Title className="font-normal" />
          <Toast.Description className="text-small text-2" />
        </div>
        <Toast.Action className="h-6 rounded-2 px-1.5 text-accent-text hover:bg-hover" />
        <Toast.Close aria-label="Close" className="grid size-6 place-items-center rounded-1 text-2 hover:bg-hover hover:text-1">
          <X aria-hidden />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}

export const ToastProvider = ({ children }: { children: ReactNode }) => (
  <Toast.Provider toastManager={manager} limit={3}>
    {children}
    <Toast.Portal>
      <Toast.Viewport className="fixed right-4 bottom-4 z-30 flex flex-col-reverse gap-2 outline-none [body:has([data-side-panel])_&]:right-[calc(var(--panel)+16px)] [body:has([data-dialog])_&]:right-auto! [body:has([data-dialog])_&]:left-4">
        <ToastList />
      </Toast.Viewport>
    </Toast.Portal>
  </Toast.Provider>
)
