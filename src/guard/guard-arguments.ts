/** What the guard is started with: paths alone, never a secret. */
import { isAbsolute, resolve } from 'node:path'
import { parseArgs } from 'node:util'

export type GuardArguments =
  | { kind: 'help'; text: string }
  | { kind: 'refused'; message: string }
  | { kind: 'beside-console'; dataDirectory: string; attached: boolean; logLevel: string }
  | { kind: 'alone'; configFile: string; limitsFile: string; logLevel: string }
  | { kind: 'check'; configFile: string }
  | { kind: 'new-key' }

const logLevels = ['silent', 'error', 'warn', 'info', 'debug']
const usage = `The guard of Gatehouse alone, without its console:

  npm run guard -- --config guard.yaml            serve by this file; it is read again when it changes
  npm run guard -- --config guard.yaml --check    only say whether the file is good
  npm run guard -- --new-key                      make a consumer's key, and its lines for the file

  --limits-file FILE  where "limitStore: sqlite" counts; guards given the same file count together (CONFIG.limits.db)
  --log-level LEVEL   ${logLevels.join(', ')} (info), to standard error; requests go to standard output

Ends with 0 in order, 1 where it could not serve, 2 where options or file are wrong.`

export const parseGuardArguments = (args: readonly string[]): GuardArguments => {
  let values
  try {
    values = parseArgs({
      args: [...args],
      options: {
        config: { type: 'string' },
        check: { type: 'boolean', default: false },
        'new-key': { type: 'boolean', default: false },
        'data-dir': { type: 'string' },
        attached: { type: 'boolean', default: false },
        'limits-file': { type: 'string' },
        'log-level': { type: 'string', default: 'info' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
  } catch (error) {
    return { kind: 'refused', message: `${(error as Error).message}\n\n${usage}` }
  }
  const {
    config,
    check,
    attached,
    help,
    'new-key': newKey,
    'data-dir': dataDirectory,
    'limits-file': limitsFile,
    'log-level': logLevel,
  } = values
  if (help) return { kind: 'help', text: usage }
  if (!logLevels.includes(logLevel)) return { kind: 'refused', message: `--log-level is one of ${logLevels.join(', ')}.` }
  if ([config, dataDirectory, newKey || undefined].filter((one) => one !== undefined).length !== 1)
    return { kind: 'refused', message: `Say one of --config and --new-key.\n\n${usage}` }
  if (newKey) return { kind: 'new-key' }
  if (config !== undefined)
    return check
      ? { kind: 'check', configFile: resolve(config) }
      : { kind: 'alone', configFile: resolve(config), limitsFile: resolve(limitsFile ?? `${config}.limits.db`), logLevel }
  if (!isAbsolute(dataDirectory!)) return { kind: 'refused', message: '--data-dir is a whole path.' }
  return { kind: 'beside-console', dataDirectory: dataDirectory!, attached, logLevel }
}
