import { expect, test } from 'vitest'
import { startHttpReceiver } from '../../test-kit/http-receiver.ts'
import type { Answer } from '../../test-kit/http-receiver.ts'
import { byMara, openTestForwarding, sequencesOf, webhookSecret } from '../../test-kit/open-test-forwarding.ts'

const refusal = async (call: Promise<unknown>) => {
  try {
    await call
  } catch (error) {
    return error as { code: string; data: { field?: string } }
  }
  throw new Error('It was not refused.')
}

test('each change is entered, with who and whereto, and without what is secret', async () => {
  const receiver = await startHttpReceiver()
  const opened = openTestForwarding()
  const url = `${receiver.url}/services/T000/secret-path?token=abc`
  const made = await opened.create({ kind: 'webhook', url })
  const changed = await opened.forwarding.change(byMara, { ...made, name: 'archive', leastSeverity: 'low', secret: null })
  expect(changed).toMatchObject({ name: 'archive', leastSeverity: 'low', version: 2, hasSecret: true })
  await opened.forwarding.delete(byMara, changed)
  expect(opened.forwarding.list()).toEqual([])
  const port = new URL(url).port
  expect(opened.logOf('forwarding.created')).toMatchObject([
    { severity: 2, message: `mara began to send the log to “collector”: a webhook, not encrypted, to 127.0.0.1:${port}` },
  ])
  expect(opened.logOf('forwarding.changed')).toMatchObject([{ severity: 2, message: expect.stringContaining('“archive”') as string }])
  expect(opened.logOf('forwarding.deleted')).toHaveLength(1)
  const everything = JSON.stringify(opened.database.read((db) => db.all('SELECT message, detail FROM log_entry')))
  for (const secret of ['secret-path', 'token=abc', webhookSecret]) expect(everything).not.toContain(secret)
})

test('after a deletion nothing is sent any more, and the name is free again', async () => {
  const receiver = await startHttpReceiver()
  const opened = openTestForwarding()
  const made = await opened.create({ kind: 'webhook', url: receiver.url })
  await opened.caughtUp(made.id)
  await opened.forwarding.delete(byMara, made)
  const before = receiver.received.length
  await opened.append(3)
  opened.clock.advance(60_000)
  expect(receiver.received).toHaveLength(before)
  expect((await refusal(opened.forwarding.setEnabled(byMara, made, true))).code).toBe('NOT_FOUND')
  expect(await opened.create({ kind: 'webhook', url: receiver.url })).toMatchObject({ name: 'collector' })
})

test('what was changed elsewhere meanwhile is a conflict, and nothing is written', async () => {
  const receiver = await startHttpReceiver()
  const opened = openTestForwarding()
  const made = await opened.create({ kind: 'webhook', url: receiver.url })
  await opened.forwarding.setEnabled(byMara, made, false)
  const entries = opened.lastSequence()
  for (const call of [
    opened.forwarding.setEnabled(byMara, made, true),
    opened.forwarding.change(byMara, { ...made, secret: null }),
    opened.forwarding.delete(byMara, made),
  ])
    expect((await refusal(call)).code).toBe('CONFLICT')
  expect(opened.lastSequence()).toBe(entries)
})

test('two destinations cannot have names that read the same', async () => {
  const receiver = await startHttpReceiver()
  const opened = openTestForwarding()
  await opened.create({ kind: 'webhook', url: receiver.url }, { name: 'Archive' })
  const refused = await refusal(opened.create({ kind: 'webhook', url: receiver.url }, { name: 'ARCHIVE' }))
  expect(refused).toMatchObject({ code: 'INVALID_INPUT', data: { field: 'name' } })
})

test('a stored secret does not follow a destination to another place', async () => {
  const first = await startHttpReceiver()
  const other = await startHttpReceiver()
  const opened = openTestForwarding()
  const made = await opened.create({ kind: 'otlp', url: first.url, headerName: 'authorization' }, { secret: 'sesame' })
  for (const target of [
    { kind: 'otlp', url: other.url, headerName: 'authorization' },
    { kind: 'otlp', url: first.url, headerName: 'x-other' },
    { kind: 'webhook', url: first.url },
  ] as const) {
    const given = { ...made, target, secret: null }
    expect(await refusal(opened.forwarding.change(byMara, given))).toMatchObject({ code: 'INVALID_INPUT', data: { field: 'secret' } })
    expect(await refusal(opened.forwarding.test(byMara, given, made.id))).toMatchObject({
      code: 'INVALID_INPUT',
      data: { field: 'secret' },
    })
  }
  expect(other.received).toEqual([])
  const moved = { ...made, target: { kind: 'otlp', url: `${first.url}/v1/logs`, headerName: 'Authorization' } as const, secret: null }
  expect(await opened.forwarding.change(byMara, moved)).toMatchObject({ hasSecret: true })
})

test('a test record reaches the receiver and moves nothing; that it was sent is entered', async () => {
  let answer: Answer = 204
  const receiver = await startHttpReceiver({ answer: () => answer })
  const opened = openTestForwarding()
  const made = await opened.create({ kind: 'webhook', url: receiver.url })
  await opened.caughtUp(made.id)
  const off = await opened.forwarding.setEnabled(byMara, made, false)
  const given = { ...off, secret: null }
  const at = new URL(receiver.url).host
  expect(await opened.forwarding.test(byMara, given, off.id)).toEqual({ delivered: true, sentence: `${at} took the test record.` })
  expect(JSON.parse(receiver.received.at(-1)!.body)).toMatchObject({ entries: [], test: { message: expect.any(String) as string } })
  answer = 401
  expect(await opened.forwarding.test(byMara, given, off.id)).toMatchObject({
    delivered: false,
    sentence: expect.stringContaining('401') as string,
  })
  expect(opened.one(off.id)).toMatchObject({ position: made.position + 1, delivered: 1, version: 2 })
  expect(opened.logOf('forwarding.tested').map(({ message }) => message)).toEqual([
    `mara sent a test record: a webhook, not encrypted, to ${at}`,
    `mara sent a test record: a webhook, not encrypted, to ${at}`,
  ])
})

test('who asks for a test record and goes away before the answer is entered all the same', async () => {
  const leaving = new AbortController()
  const receiver = await startHttpReceiver({
    answer: () => {
      leaving.abort()
      return 'stall'
    },
  })
  const opened = openTestForwarding()
  const given = {
    name: 'probe',
    target: { kind: 'webhook' as const, url: receiver.url },
    leastSeverity: 'info' as const,
    secret: webhookSecret,
  }
  await expect(opened.forwarding.test(byMara, given, null, leaving.signal)).rejects.toThrow()
  expect(receiver.received).toHaveLength(1)
  expect(opened.logOf('forwarding.tested')).toMatchObject([{ detail: expect.stringContaining('"delivered":false') as string }])
})

test('a change of what is sent puts together anew what was on its way', async () => {
  let answer: Answer = 500
  const receiver = await startHttpReceiver({ answer: () => answer })
  const opened = openTestForwarding()
  const made = await opened.create({ kind: 'webhook', url: receiver.url })
  await opened.append(3)
  const [high] = await opened.append(1, { severity: 'high' })
  await opened.until(() => opened.one(made.id).state.kind === 'failing')
  answer = 204
  const before = receiver.received.length
  await opened.forwarding.change(byMara, { ...made, leastSeverity: 'high', secret: null })
  await opened.caughtUp(made.id)
  expect(receiver.received.slice(before).flatMap(({ body }) => sequencesOf(body))).toEqual([high])
  expect(receiver.received.at(-1)!.headers['webhook-id']).not.toBe(receiver.received[0]!.headers['webhook-id'])
})
