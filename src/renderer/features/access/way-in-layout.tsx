/** The ground of everything before the console: sign-in, lock, a window without a link. One column, nothing else. */
import type { ReactNode } from 'react'
import { GateMark } from '../../ui/gate-mark.tsx'
import { useTitle } from '../../ui/use-title.ts'

interface WayInProps {
  title: string
  /** Of the window, where the heading says too much or too little. */
  windowTitle?: string
  text?: ReactNode
  children: ReactNode
}

export const WayInLayout = ({ title, windowTitle = title, text, children }: WayInProps) => {
  useTitle(windowTitle)
  return (
    <div className="h-full overflow-auto bg-surface-1">
      <main className="mx-auto grid w-[336px] max-w-[calc(100vw-32px)] content-start pt-[16vh] pb-8">
        <p className="mb-8 flex items-center gap-2 font-strong">
          <GateMark />
          Gatehouse
        </p>
        <h1 className="text-verdict">{title}</h1>
        {text && <div className="text-2">{text}</div>}
        <div className="mt-6 grid gap-4">{children}</div>
      </main>
    </div>
  )
}
