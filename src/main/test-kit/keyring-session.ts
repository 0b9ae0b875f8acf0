/** A session bus of its own with a real Secret Service (gnome-keyring) on it, for a script that speaks to the keychain. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

const missingTool = ['dbus-run-session', 'gnome-keyring-daemon'].find((tool) => spawnSync(tool, ['--version']).error)
/** Why none can be started here; null: it can. */
export const whyNoKeyring =
  process.platform !== 'linux' ? 'a Secret Service exists on Linux only' : missingTool ? `${missingTool} is not installed` : null

/** Runs `script` in a session bus of its own, with a keyring that is unlocked or not; answers what the script said. */
export const inKeyringSession = (home: string, keyring: 'unlocked' | 'locked', script: string): Promise<string> =>
  new Promise((resolve, reject) => {
    mkdirSync(join(home, 'run'), { mode: 0o700, recursive: true })
    const start =
      keyring === 'unlocked'
        ? 'printf pass | gnome-keyring-daemon --unlock --components=secrets'
        : 'gnome-keyring-daemon --start --components=secrets </dev/null'
    const shell = `${start} --foreground >/dev/null 2>&1 & keyring=$!
      i=0; until gnome_ready; do i=$((i+1)); [ $i -lt 100 ] || break; sleep 0.1; done
      "$NODE" --input-type=module -e "$SCRIPT"; kill -CONT $keyring; kill $keyring`
    const ready = `gnome_ready() { dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.GetNameOwner string:org.freedesktop.secrets >/dev/null 2>&1; }`
    const { DISPLAY: _x, WAYLAND_DISPLAY: _w, DBUS_SESSION_BUS_ADDRESS: _b, ...environment } = process.env
    const child = spawn('dbus-run-session', ['--', 'sh', '-c', `${ready}\n${shell}`], {
      env: {
        ...environment,
        HOME: home,
        XDG_RUNTIME_DIR: join(home, 'run'),
        XDG_DATA_HOME: join(home, 'data'),
        XDG_CACHE_HOME: join(home, 'cache'),
        NODE: process.execPath,
        SCRIPT: script,
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.on('error', reject)
    child.on('close', () => resolve(said.trim()))
  })
