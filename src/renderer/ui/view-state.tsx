/** What a view shows when it has nothing to show: it is empty, it failed, or one may not see it. */
import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Problem } from './problem.ts'
import { Button } from './button.tsx'
import { SeverityShape } from './severity.tsx'

interface ViewStateProps {
  icon: ReactNode
  title: string
  text: ReactNode
  action?: ReactNode
  role?: 'alert'
}

const ViewState = ({ icon, title, text, action, role }: ViewStateProps) => (
  <div role={role} className="grid justify-items-center gap-2 px-6 py-8 text-center">
    <span className="text-3 [&>.lucide]:size-6 [&>.lucide]:stroke-1">{icon}</span>
    <p className="font-strong">{title}</p>
    <div className="mb-2 max-w-[44ch] text-2">{text}</div>
    {action}
  </div>
)

/** Says what the view is for and holds the one button that starts it. */
export const EmptyState = (props: Omit<ViewStateProps, 'role'>) => <ViewState {...props} />

/** A plain sentence, the request id, and the way to try again. */
export const ErrorState = ({ problem, title, onRetry }: { problem: Problem; title?: string; onRetry?: () => void }) => (
  <ViewState
    role="alert"
    icon={<SeverityShape severity="high" className="my-1.5" />}
    title={title ?? problem.title}
    text={
      <>
        {problem.sentence}
        {problem.requestId && <span className="block font-mono text-code select-all">{problem.requestId}</span>}
      </>
    }
    action={onRetry && <Button onClick={onRetry}>Try again</Button>}
  />
)

export const NoPermissionState = ({ title, text, action }: { title: string; text: ReactNode; action?: ReactNode }) => (
  <ViewState icon={<Lock aria-hidden />} title={title} text={text} action={action} />
)
