/** The ground of first run and enrolment: the steps at the left, the work at the right. */
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { GateMark } from '../../ui/gate-mark.tsx'
import { useTitle } from '../../ui/use-title.ts'

export interface Step {
  title: string
  text: string
}

interface StepsLayoutProps {
  label: string
  steps: readonly Step[]
  /** Index of the step one is at; those before it are done. */
  at: number
  children: ReactNode
}

export const StepsLayout = ({ label, steps, at, children }: StepsLayoutProps) => {
  useTitle(steps[at]?.title ?? label)
  return (
    <div className="grid h-full grid-cols-[280px_minmax(0,1fr)] max-wide:grid-cols-[232px_minmax(0,1fr)]">
      <nav aria-label={label} className="flex flex-col border-r border-hairline px-4 pb-6">
        <p className="flex h-(--top-bar) items-center gap-2 px-2 font-strong">
          <GateMark />
          Gatehouse
        </p>
        <ol className="mt-6">
          {steps.map(({ title, text }, index) => (
            <li
              key={title}
              aria-current={index === at ? 'step' : undefined}
              className={classNames('flex gap-3 rounded-2 p-2', index === at ? 'bg-pressed text-1' : 'text-3')}
            >
              {index < at ? (
                <Check aria-label="Done" className="mt-0.5" />
              ) : (
                <span aria-hidden className={classNames('w-4 flex-none text-center font-strong', index === at && 'text-accent-text')}>
                  {index + 1}
                </span>
              )}
              <div className="min-w-0">
                <p className={index === at ? 'font-strong' : undefined}>{title}</p>
                <p className={classNames('text-small wrap-anywhere', index === at && 'text-2')}>{text}</p>
              </div>
            </li>
          ))}
        </ol>
        <p className="mt-auto px-2 text-small text-3">Everything stays on this machine. Nothing is sent anywhere.</p>
      </nav>
      <main className="overflow-auto bg-surface-1 px-12 pt-16 pb-8 max-wide:px-8 max-wide:pt-10">
        <div className="mx-auto max-w-[720px]">{children}</div>
      </main>
    </div>
  )
}
