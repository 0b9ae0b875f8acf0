import { expect, test } from 'vitest'
import { defaultDataDirectory, defaultStateDirectory, parseHostOptions } from './host-options.ts'
import type { Machine } from './host-options.ts'

const linux: Machine = { platform: 'linux', homeDirectory: '/home/ada', workingDirectory: '/srv' }
const parse = (args: string[], environment: NodeJS.ProcessEnv = {}, passUnknown = false) =>
  parseHostOptions(args, environment, linux, { usage: 'npm start', passUnknown })

test('without a word said, the data lies where the platform keeps data and the port is 4280', () => {
  expect(parse([])).toEqual({
    kind: 'run',
    options: {
      dataDirectory: '/home/ada/.local/share/gatehouse',
      stateDirectory: '/home/ada/.local/state/gatehouse',
      port: 4280,
      open: true,
      logLevel: 'warn',
    },
  })
})

test.each([
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/gatehouse'],
  ['linux', { XDG_DATA_HOME: 'relative' }, '/home/ada/.local/share/gatehouse'],
  ['darwin', {}, '/home/ada/Library/Application Support/Gatehouse'],
  ['win32', { APPDATA: 'C:\\Users\\ada\\AppData\\Roaming' }, 'C:\\Users\\ada\\AppData\\Roaming\\Gatehouse'],
] as const)('on %s with %o the data lies in %s', (platform, environment, directory) => {
  expect(defaultDataDirectory(environment, { ...linux, platform })).toBe(directory)
})

test.each([
  ['linux', { XDG_STATE_HOME: '/state' }, '/state/gatehouse'],
  ['linux', { XDG_STATE_HOME: 'relative' }, '/home/ada/.local/state/gatehouse'],
  ['darwin', {}, '/home/ada/Library/Application Support/Gatehouse State'],
  ['win32', { LOCALAPPDATA: 'C:\\Users\\ada\\AppData\\Local' }, 'C:\\Users\\ada\\AppData\\Local\\Gatehouse State'],
] as const)('on %s with %o the head of the log is kept in %s', (platform, environment, directory) => {
  expect(defaultStateDirectory(environment, { ...linux, platform })).toBe(directory)
})

test('the file that keeps the head may be named', () => {
  expect(parse([], { GATEHOUSE_HEAD_FILE: '~/heads/one.json' })).toMatchObject({ options: { headFile: '/home/ada/heads/one.json' } })
  expect(parse([], { GATEHOUSE_HEAD_FILE: '/mnt/usb/head.json' })).toMatchObject({ options: { headFile: '/mnt/usb/head.json' } })
  expect((parse([], { GATEHOUSE_HEAD_FILE: '' }) as { options: object }).options).not.toHaveProperty('headFile')
})

test('the environment is heard, and the command line stands above it', () => {
  const environment = { GATEHOUSE_DATA_DIR: '/from/environment', GATEHOUSE_PORT: '5000' }
  const stateDirectory = '/home/ada/.local/state/gatehouse'
  expect(parse(['--no-open'], environment)).toEqual({
    kind: 'run',
    options: { dataDirectory: '/from/environment', stateDirectory, port: 5000, open: false, logLevel: 'warn' },
  })
  expect(parse(['--data-dir', '/from/flag', '--port=0'], environment)).toEqual({
    kind: 'run',
    options: { dataDirectory: '/from/flag', stateDirectory, port: 0, open: true, logLevel: 'warn' },
  })
})

test('empty variables count as not set', () => {
  expect(parse([], { GATEHOUSE_DATA_DIR: '', GATEHOUSE_PORT: '' })).toMatchObject({
    options: { port: 4280, dataDirectory: '/home/ada/.local/share/gatehouse' },
  })
})

test('a directory may be relative or begin at home', () => {
  expect(parse(['--data-dir', 'here'])).toMatchObject({ options: { dataDirectory: '/srv/here' } })
  expect(parse(['--data-dir=~/there'])).toMatchObject({ options: { dataDirectory: '/home/ada/there' } })
})

test.each([
  [['--port', 'many'], {}, /^--port is "many", but a port is a whole number from 0 to 65535\.$/],
  [['--port', '65536'], {}, /^--port is "65536"/],
  [['--port=-1'], {}, /^--port is "-1"/],
  [['--port', '1e3'], {}, /^--port is "1e3"/],
  [[], { GATEHOUSE_PORT: '4280x' }, /^GATEHOUSE_PORT is "4280x"/],
  [[], { GATEHOUSE_LOG_LEVEL: 'loud' }, /^GATEHOUSE_LOG_LEVEL is "loud"/],
  [['--port'], {}, /--port.*argument missing.*--help lists/],
  [['--data-dir='], {}, /^--data-dir needs a directory\.$/],
  [['--prot', '1'], {}, /Unknown option '--prot'/],
  [['--reset-user='], {}, /^--reset-user needs the name of a user\.$/],
  [['--as-admin'], {}, /^--as-admin goes with --reset-user NAME\.$/],
  [['stray'], {}, /Unexpected argument 'stray'/],
])('%j with %o is refused in a plain sentence', (args, environment, sentence) => {
  const parsed = parse(args, environment)
  expect(parsed).toMatchObject({ kind: 'refused', message: expect.stringMatching(sentence) as string })
  expect((parsed as { message: string }).message).not.toContain('\n')
})

test('--reset-user starts no console', () => {
  expect(parse(['--reset-user', 'mara', '--as-admin', '--data-dir', '/d'])).toMatchObject({
    kind: 'reset-user',
    name: 'mara',
    asAdmin: true,
    options: { dataDirectory: '/d' },
  })
})

test('the desktop app lets flags be that are not ours', () => {
  expect(parse(['--enable-logging', '.', '--data-dir', '/d'], {}, true)).toMatchObject({ kind: 'run', options: { dataDirectory: '/d' } })
  expect(parse(['--data-dir'], {}, true)).toMatchObject({ kind: 'refused' })
})

test('--help names every option and variable', () => {
  const { text } = parse(['--help']) as { text: string }
  for (const word of [
    'npm start',
    '--data-dir',
    '--port',
    '--no-open',
    '--reset-user',
    '--as-admin',
    'GATEHOUSE_DATA_DIR',
    'GATEHOUSE_PORT',
    'GATEHOUSE_HEAD_FILE',
    '4280',
  ])
    expect(text).toContain(word)
})
