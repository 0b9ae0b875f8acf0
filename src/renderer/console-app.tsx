/** The console behind the gate: loaded beside the way in, so that sign-in and first run are drawn without waiting for it. */
import { RouterProvider } from '@tanstack/react-router'
import { StepUpDialog } from './features/access/step-up.dialog.tsx'
import { OpenConsole } from './open-console.tsx'
import { router } from './routes.tsx'

/** After first run there are minutes to show, not hours. */
export const goToFirstPage = (): Promise<void> => router.navigate({ to: '/', search: { range: '15m' }, replace: true })

export const ConsoleApp = () => (
  <OpenConsole>
    <RouterProvider router={router} />
    <StepUpDialog />
  </OpenConsole>
)
