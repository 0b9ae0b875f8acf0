/** The environment that the console was started in, as a source of keys: without what is Gatehouse's own or the system's. */
import { Secret } from '../../../ports/secret.ts'

export interface GivenVariable {
  name: string
  value: Secret
}

/** Set by shells, desktops, package managers and the system; never anybody's key. */
const harmless =
  /^(?:PATH|HOME|PWD|OLDPWD|USER|USERNAME|LOGNAME|SHELL|SHLVL|TERM|TERM_\w+|COLORTERM|COLUMNS|LINES|LANG|LANGUAGE|LC_\w+|TZ|TMP|TEMP|TMPDIR|EDITOR|VISUAL|PAGER|HOSTNAME|HOST|DISPLAY|WAYLAND_DISPLAY|MAIL|_|NODE|NODE_ENV|INIT_CWD|DBUS_\w+|XDG_\w+|GTK_\w+|QT_\w+|GNOME_\w+|KDE_\w+|DESKTOP_\w+|SSH_(?:AUTH_SOCK|AGENT_PID|CLIENT|CONNECTION|TTY)|LS_COLORS|npm_(?:config|package|lifecycle|command|node|execpath)\w*|APPDATA|LOCALAPPDATA|PROGRAM\w*|COMMONPROGRAM\w*|SYSTEM(?:ROOT|DRIVE)|WINDIR|COMSPEC|PATHEXT|PROCESSOR_\w+|NUMBER_OF_PROCESSORS|OS)$/i

/** A copy, in the order of names. Call it after the master key was taken out. */
export const captureEnvironment = (environment: NodeJS.ProcessEnv): GivenVariable[] =>
  Object.entries(environment)
    .filter(([name, value]) => value !== undefined && value !== '' && !/^GATEHOUSE_/i.test(name) && !harmless.test(name))
    .map(([name, value]) => ({ name, value: new Secret(value!) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
