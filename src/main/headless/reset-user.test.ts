/** `npm run reset-user`, as the process that it is: refused, cut off at any question, and carried out. */
import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { chmodSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createTestConsole, testPassword } from '../test-kit/create-test-console.ts'
import type { TestConsole } from '../test-kit/create-test-console.ts'

const masterKey = Buffer.alloc(32, 7).toString('base64')
const environment = () => ({ GATEHOUSE_MASTER_KEY: masterKey })

const setUp = async (): Promise<TestConsole> => {
  const console = await createTestConsole({ environment: environment() })
  onTestFinished(() => console.end())
  await console.firstRun()
  return console
}

interface Asked {
  child: ChildProcessWithoutNullStreams
  said(): string
  exitCode: Promise<number | null>
}

const ask = (dataDirectory: string, name = 'mara'): Asked => {
  const { GATEHOUSE_DATA_DIR: _d, ...rest } = process.env
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start.ts'), '--reset-user', name, '--data-dir', dataDirectory], {
    env: { ...rest, ...environment() },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const exitCode = new Promise<number | null>((resolve) => child.once('close', resolve))
  onTestFinished(() => void child.kill('SIGKILL'))
  return { child, said: () => said, exitCode }
}
const question = 'Type the name mara to go on'
const beginSignIn = (console: TestConsole) => console.client().access.signIn({ name: 'mara', password: testPassword })

test('while a console runs it is told to stop it first', async () => {
  const console = await setUp()
  const { exitCode, said } = ask(console.dataDirectory)
  expect([await exitCode, said()]).toEqual([
    1,
    'A console is already running on this data directory. Stop it first, then run this again. Nothing was changed.\n',
  ])
})

test('a directory by a link, or one that others may enter, is refused before anything is opened', async () => {
  const console = await setUp()
  await console.core.stop()
  const link = join(dirname(console.dataDirectory), 'link')
  symlinkSync(console.dataDirectory, link)
  const byLink = ask(link)
  expect([await byLink.exitCode, byLink.said()]).toEqual([1, expect.stringContaining('is a link')])
  chmodSync(console.dataDirectory, 0o750)
  const open = ask(console.dataDirectory)
  expect([await open.exitCode, open.said()]).toEqual([1, expect.stringContaining('(mode 750)')])
})

test('killed at its question, it has changed nothing and holds nothing; answered, it prints a code that opens', async () => {
  const console = await setUp()
  await console.core.stop()
  const cut = ask(console.dataDirectory)
  await expect.poll(cut.said, { timeout: 60_000 }).toContain(question)
  cut.child.kill('SIGKILL')
  await cut.exitCode
  await console.restart({ environment: environment() })
  expect((await beginSignIn(console)).kind).toBe('code')
  await console.core.stop()

  const { child, said, exitCode } = ask(console.dataDirectory)
  child.stdin.end('mara\n')
  expect(await exitCode).toBe(0)
  expect(said()).not.toContain(masterKey)
  const code = /ghi_[\w-]{43}/.exec(said())![0]
  await console.restart({ environment: environment() })
  await expect(console.client().invitation.look({ code })).resolves.toMatchObject({
    kind: 'password-reset',
    name: 'mara',
    madeBy: 'this machine',
  })
  await expect(beginSignIn(console)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
})
