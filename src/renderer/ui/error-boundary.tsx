/** Where drawing itself fails: one plain page instead of a white one. */
import { Component, type ReactNode } from 'react'
import { Button } from './button.tsx'

export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError = () => ({ failed: true })
  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <main role="alert" className="grid h-full place-content-center justify-items-center gap-2 text-center">
        <h1 className="text-title">Something went wrong in this window</h1>
        <p className="mb-2 max-w-[44ch] text-2">The console itself goes on. Reload the window to see it again; you stay signed in.</p>
        <Button look="primary" onClick={() => location.reload()}>
          Reload
        </Button>
      </main>
    )
  }
}
