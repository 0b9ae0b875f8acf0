// Finds a Chromium to test with: Playwright's own, one of the system, or the one inside an npm package.
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright'
import type { LaunchOptions } from 'playwright'
import { unpackChromium } from './unpack-chromium.ts'

export interface FoundBrowser {
  /** For the report of a run. */
  name: string
  launchOptions: LaunchOptions
}

const quiet = [
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
]
const isRoot = () => process.getuid?.() === 0

const runnable = (path: string) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const systemBrowser = (): string | null => {
  const fixed: Partial<Record<NodeJS.Platform, string[]>> = {
    darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
    win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) =>
      join(process.env[name] ?? '', 'Google/Chrome/Application/chrome.exe'),
    ),
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
  const onPath = (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  return [...(fixed[process.platform] ?? []), ...onPath].find(runnable) ?? null
}

/** Throws with a plain sentence where there is none. */
export const findBrowser = (): FoundBrowser => {
  // Chromium refuses to run as root with its sandbox on; the page under test is our own.
  const args = isRoot() ? [...quiet, '--no-sandbox'] : quiet
  const own = chromium.executablePath()
  if (existsSync(own)) return { name: 'the Chromium of Playwright', launchOptions: { args } }
  const system = systemBrowser()
  if (system) return { name: system, launchOptions: { executablePath: system, args } }
  const unpacked = unpackChromium()
  if (unpacked) {
    const { executablePath, environment } = unpacked
    return {
      name: 'the Chromium of @sparticuz/chromium',
      launchOptions: {
        executablePath,
        args: [...quiet, '--no-sandbox'],
        env: { ...(process.env as Record<string, string>), ...environment },
      },
    }
  }
  throw new Error('No Chromium was found. Install one (npx playwright install chromium, or that of your system) and run again.')
}
