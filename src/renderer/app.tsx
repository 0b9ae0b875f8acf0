/** The app: providers, the way in, and the console behind it. */
import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { LucideProvider } from 'lucide-react'
import type { LinkState } from './api/host-link.ts'
import { queryClient } from './api/query-client.ts'
import { AccessGate } from './features/access/access-gate.tsx'
import { StepUpDialog } from './features/access/step-up.dialog.tsx'
import { OpenConsole } from './open-console.tsx'
import { router } from './routes.tsx'
import { ErrorBoundary } from './ui/error-boundary.tsx'
import { ToastProvider } from './ui/toast.tsx'
import { TooltipProvider } from './ui/tooltip.tsx'

const goToAudit = () => router.navigate({ to: '/audit', replace: true })

export const App = ({ link }: { link: Promise<LinkState> }) => (
  <CSPProvider disableStyleElements>
    <LucideProvider size={16} strokeWidth={1.5} absoluteStrokeWidth>
      <QueryClientProvider client={queryClient}>
        <TooltipProvider>
          <ToastProvider>
            <ErrorBoundary>
              <AccessGate link={link} onFirstRunDone={goToAudit}>
                <OpenConsole>
                  <RouterProvider router={router} />
                  <StepUpDialog />
                </OpenConsole>
              </AccessGate>
            </ErrorBoundary>
          </ToastProvider>
        </TooltipProvider>
      </QueryClientProvider>
    </LucideProvider>
  </CSPProvider>
)
