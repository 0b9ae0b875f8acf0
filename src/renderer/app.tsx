/** The app: providers, the way in, and the console behind it. */
import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClientProvider } from '@tanstack/react-query'
import { LucideProvider } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { LinkState } from './api/host-link.ts'
import { queryClient } from './api/query-client.ts'
import { AccessGate } from './features/access/access-gate.tsx'
import { ErrorBoundary } from './ui/error-boundary.tsx'
import { ToastProvider } from './ui/toast.tsx'
import { TooltipProvider } from './ui/tooltip.tsx'

const loadConsole = () => import('./console-app.tsx')
const ConsoleApp = lazy(async () => ({ default: (await loadConsole()).ConsoleApp }))
const afterFirstRun = async () => (await loadConsole()).goToFirstPage()

/** Begins to load what comes behind the gate; a failure shows where it is drawn. */
export const preloadConsole = (): void => void loadConsole().catch(() => {})

export const App = ({ link }: { link: Promise<LinkState> }) => (
  <CSPProvider disableStyleElements>
    <LucideProvider size={16} strokeWidth={1.5} absoluteStrokeWidth>
      <QueryClientProvider client={queryClient}>
        <TooltipProvider>
          <ToastProvider>
            <ErrorBoundary>
              <AccessGate link={link} onFirstRunDone={afterFirstRun}>
                <Suspense>
                  <ConsoleApp />
                </Suspense>
              </AccessGate>
            </ErrorBoundary>
          </ToastProvider>
        </TooltipProvider>
      </QueryClientProvider>
    </LucideProvider>
  </CSPProvider>
)
