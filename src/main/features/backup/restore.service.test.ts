import { expect, onTestFinished, test, vi } from 'vitest'
import { createTestConsole } from '../../test-kit/create-test-console.ts'

const opener = { kind: 'passphrase', passphrase: 'a harbour of seven lanterns' } as const

test('who opens a backup again gets a new plan, and the one before is over; who goes away ends it', async () => {
  const console = await createTestConsole()
  onTestFinished(() => console.end())
  const { client, code } = await console.firstRun()
  const ended = (phase: string) =>
    vi.waitFor(async () => expect((await client.backup.state()).work?.phase).toBe(phase), { timeout: 30_000, interval: 20 })
  console.clock.advance(30_000)
  await client.access.stepUp({ code: code() })
  await client.backup.make({ passphrase: opener.passphrase, withLog: false })
  await ended('done')
  const source = { kind: 'kept', name: (await client.backup.state()).kept[0]!.name } as const
  const away = new AbortController()
  const left = client.backup.examine({ source, opener }, { signal: away.signal })
  away.abort()
  await expect(left).rejects.toThrow(/stopped/i)
  await ended('cancelled')
  const first = await client.backup.examine({ source, opener })
  const second = await client.backup.examine({ source, opener })
  expect(second).toEqual({ ...first, ticket: expect.not.stringContaining(first.ticket) as string })
  await expect(client.backup.examine({ source, opener: { ...opener, passphrase: 'another' } })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    data: { field: 'passphrase' },
  })
  console.clock.advance(30_000)
  await client.access.stepUp({ code: code() })
  for (const { ticket } of [first, second])
    await expect(client.backup.restore({ ticket })).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
})
