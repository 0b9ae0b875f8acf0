/** The technical log: JSON lines through pino, with secrets redacted by name. Not the audit log. */
import { pino } from 'pino'
import type { DestinationStream } from 'pino'

export interface Logger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

const secretNames = [
  'password',
  'current',
  'next',
  'code',
  'backupCode',
  'backupCodes',
  'recoveryKey',
  'hostToken',
  'secret',
  'token',
  'ticket',
  'authorization',
  'cookie',
  'key',
  'text',
  'qr',
]

/** `level`: silent, error, warn, info or debug. `destination`: standard error unless given. */
export const createLogger = (level: string, destination?: DestinationStream): Logger =>
  pino(
    { level, base: null, redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[secret]' } },
    destination ?? pino.destination({ dest: 2, sync: true }),
  )

export const silentLogger: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
