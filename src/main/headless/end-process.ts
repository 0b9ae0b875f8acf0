// Leaves the process after the orderly stop, also while a call to the keychain hangs.

/**
 * Node's own exit waits for the threads of its pool, and one that waits for a silent keychain never comes back. Everything
 * is closed by now, so another way out loses nothing.
 */
export const endProcess = (exitCode: number, keychainIsStuck: boolean): void => {
  if (!keychainIsStuck) return process.exit(exitCode)
  // Another program in our place, with the exit code that we wanted; Windows has no such thing.
  if (process.platform !== 'win32') process.execve?.('/bin/sh', ['sh', '-c', `exit ${exitCode}`])
  process.kill(process.pid, 'SIGKILL')
}
