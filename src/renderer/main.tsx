/** Where the page begins: what must come before the first paint, then the app. */
import './interpret-schemas.ts'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { findLink, followLinks } from './api/host-link.ts'
import { startTheme } from './api/theme-choice.ts'
import { tokens } from './api/tokens.ts'
import { App, preloadConsole } from './app.tsx'
import { startFocusTrail } from './ui/focus-trail.ts'
import './theme.css'

startTheme()
startFocusTrail()
followLinks()
const root = document.getElementById('root')
if (!root) throw new Error('The page has no root.')
createRoot(root).render(
  <StrictMode>
    <App link={findLink()} />
  </StrictMode>,
)

// Who has a session will most likely see the console at once; who has not has a form to fill in meanwhile.
if (tokens.get('session')) preloadConsole()
else requestIdleCallback(preloadConsole, { timeout: 2_000 })
