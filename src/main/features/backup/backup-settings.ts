/** The settings that backups read, each time anew, so that a change has effect at once. */

export interface BackupSettings {
  daily(): boolean
  /** Whether daily ones hold the log. */
  withLog(): boolean
  /** Of the day, by the clock of this machine. */
  hour(): number
  /** How many daily ones are kept. */
  keep(): number
}
