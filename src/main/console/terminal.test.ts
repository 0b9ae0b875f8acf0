/** Speaking with a person through real streams. */
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { openTerminal } from './terminal.ts'

const open = (isTTY: boolean) => {
  const input = Object.assign(new PassThrough(), { isTTY })
  const output = new PassThrough()
  let shown = ''
  output.on('data', (chunk: Buffer) => (shown += chunk.toString()))
  return { input, terminal: openTerminal({ input, output }), shown: () => shown }
}

test('lines that a pipe brings all at once answer one question each, and then the input has ended', async () => {
  const { input, terminal } = open(false)
  input.end('one\ntwo\n')
  expect(await terminal.ask('First? ')).toBe('one')
  expect(await terminal.ask('Second? ')).toBe('two')
  expect(await terminal.ask('Third? ')).toBeNull()
})

test('a secret is not shown while it is typed, and other answers are', async () => {
  const { input, terminal, shown } = open(true)
  const secret = terminal.askSecret('Recovery key: ')
  input.write('hush\r')
  expect(await secret).toBe('hush')
  const name = terminal.ask('Name: ')
  input.write('mara\r')
  expect(await name).toBe('mara')
  await expect.poll(shown).toMatch(/Name: .*mara/s)
  expect(shown()).toContain('Recovery key: ')
  expect(shown()).not.toContain('hush')
  terminal.close()
})

test('breaking off is an answer, too', async () => {
  const { input, terminal } = open(true)
  const answer = terminal.ask('Go on? ')
  input.write('\u0003')
  expect(await answer).toBeNull()
})

test('what would move the cursor is not printed', async () => {
  const { terminal, shown } = open(false)
  terminal.say('mara\u001b[2K\rben')
  await expect.poll(shown).toBe('mara\ufffd[2K\ufffdben\n')
  terminal.close()
})
