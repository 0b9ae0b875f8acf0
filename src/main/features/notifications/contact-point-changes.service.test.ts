import { expect, test } from 'vitest'
import { resealNotifications } from './notifications.service.ts'
import { anAlert } from '../../test-kit/an-alert.ts'
import { startHttpReceiver } from '../../test-kit/http-receiver.ts'
import { aContactPoint, byMara, openTestNotifications, signingSecret } from '../../test-kit/open-test-notifications.ts'
import { startSmtpReceiver } from '../../test-kit/smtp-receiver.ts'

const hook = (url: string) => ({ kind: 'webhook' as const, url })

test('a contact point is made, changed and deleted, each with its entry and never with its secret', async () => {
  const receiver = await startHttpReceiver()
  const opened = openTestNotifications()
  const made = await opened.create(hook(`${receiver.url}/secret-path`), { name: 'Night shift' })
  expect(made).toMatchObject({ name: 'Night shift', version: 1, hasSecret: true, waiting: 0, state: { kind: 'well' } })
  expect(JSON.stringify(made)).not.toContain(signingSecret)
  const { id } = made
  const given = aContactPoint(made.channel, { name: 'Day shift', enabled: false, secret: null })
  const changed = await opened.notifications.change(byMara, { ...given, id, version: 1 })
  expect(changed).toMatchObject({ name: 'Day shift', version: 2, hasSecret: true, state: { kind: 'off' } })
  await expect(opened.notifications.change(byMara, { ...given, id, version: 1 })).rejects.toThrow(/changed elsewhere/)
  await opened.notifications.delete(byMara, { id, version: 2 })
  await expect(opened.notifications.delete(byMara, { id, version: 2 })).rejects.toThrow(/no such contact point/)
  const entries = ['created', 'changed', 'deleted'].flatMap((action) => opened.logOf(`contact-point.${action}`))
  expect(entries.map(({ message }) => message)).toEqual([
    `mara lets alerts reach “Night shift”: a webhook, not encrypted, at 127.0.0.1:${receiver.port}`,
    `mara changed how alerts reach “Day shift”: a webhook, not encrypted, at 127.0.0.1:${receiver.port}`,
    'mara deleted the contact point “Day shift”; alerts reach it no more',
  ])
  expect(JSON.stringify(entries)).not.toMatch(/secret-path|whsec_/)
})

test('a name is given once, however it is written', async () => {
  const opened = openTestNotifications()
  await expect(opened.create({ kind: 'desktop' }, { name: 'THIS computer' })).rejects.toThrow(/already/)
})

test('a secret never reaches another place than the one it was given for', async () => {
  const [first, second] = [await startHttpReceiver(), await startHttpReceiver()]
  const opened = openTestNotifications()
  const { id, version } = await opened.create(hook(first.url))
  const moved = aContactPoint(hook(second.url), { secret: null })
  await expect(opened.notifications.change(byMara, { ...moved, id, version })).rejects.toThrow(/Enter the secret again/)
  await expect(opened.notifications.test(byMara, moved, id)).rejects.toThrow(/Enter the secret again/)
  const mail = {
    kind: 'email' as const,
    host: '127.0.0.1',
    port: 1,
    security: 'none' as const,
    user: 'gate',
    from: 'a@b.example',
    to: ['c@d.example'],
  }
  const post = await opened.create(mail, { secret: 'password' })
  for (const change of [{ host: 'localhost' }, { port: 2 }, { user: 'other' }, { security: 'tls' as const }])
    await expect(
      opened.notifications.change(byMara, { ...aContactPoint({ ...mail, ...change }), id: post.id, version: 1 }),
    ).rejects.toThrow(/Enter the secret again/)
  // Who gets the mail is not who gets the password.
  await opened.notifications.change(byMara, { ...aContactPoint({ ...mail, to: ['e@f.example'] }), id: post.id, version: 1 })
  // Another kind needs another secret.
  await expect(
    opened.notifications.change(byMara, { ...aContactPoint({ kind: 'slack' }), name: 'by webhook', id, version }),
  ).rejects.toThrow(/Enter the secret again/)
  expect([first.received, second.received]).toEqual([[], []])
})

test('without what it needs it is refused, at the field', async () => {
  const opened = openTestNotifications()
  await expect(opened.create({ kind: 'slack' })).rejects.toMatchObject({ data: { field: 'secret' } })
  await expect(opened.create({ kind: 'webhook', url: 'http://127.0.0.1:9/' }, { allowPrivateNetwork: false })).rejects.toMatchObject({
    data: { field: 'channel.url' },
  })
})

test('deleted, what waits is dropped, and its fate stays to be seen', async () => {
  const receiver = await startHttpReceiver({ answer: () => 500 })
  const opened = openTestNotifications()
  const { id } = await opened.create(hook(receiver.url))
  await opened.tell('firing', anAlert())
  await opened.until(() => opened.one(id).waiting === 1)
  await opened.notifications.delete(byMara, { id, version: 1 })
  expect(opened.deliveries(id)).toMatchObject([{ state: 'dropped', contactPointName: 'by webhook' }])
  await expect(opened.notifications.retry(byMara, opened.deliveries(id)[0]!.id)).rejects.toThrow(/dropped already/)
})

test('a mended address gets what waited, at once', async () => {
  const broken = await startHttpReceiver({ answer: () => 500 })
  const receiver = await startHttpReceiver()
  const opened = openTestNotifications()
  const { id } = await opened.create(hook(broken.url))
  await opened.tell('firing', anAlert())
  await opened.until(() => (opened.deliveries(id)[0]?.attempts ?? 0) > 3, 1_000)
  await opened.notifications.change(byMara, { ...aContactPoint(hook(receiver.url)), id, version: 1 })
  await opened.settled(id, 1)
  expect(receiver.received).toHaveLength(1)
})

test('a test sends one message, says what came of it, changes nothing and is entered', async () => {
  const receiver = await startHttpReceiver({ answer: ({ path }) => (path === '/no' ? { status: 403, text: 'invalid_token' } : 200) })
  const opened = openTestNotifications()
  const given = aContactPoint(hook(`${receiver.url}/yes`))
  expect(await opened.notifications.test(byMara, given, null)).toEqual({
    delivered: true,
    sentence: `127.0.0.1:${receiver.port} took the message.`,
  })
  expect(JSON.parse(receiver.received[0]!.body)).toMatchObject({ type: 'alerts.test' })
  expect(await opened.notifications.test(byMara, aContactPoint(hook(`${receiver.url}/no`)), null)).toEqual({
    delivered: false,
    sentence: `127.0.0.1:${receiver.port} answers 403: invalid_token`,
  })
  const smtp = await startSmtpReceiver({ startTls: false })
  const mail = {
    kind: 'email' as const,
    host: '127.0.0.1',
    port: smtp.port,
    security: 'none' as const,
    user: null,
    from: 'a@b.example',
    to: ['c@d.example'],
  }
  expect(await opened.notifications.test(byMara, aContactPoint(mail), null)).toMatchObject({ delivered: true })
  expect(smtp.received[0]!.raw).toContain('Subject: [Gatehouse] Test: this contact point works')
  expect(await opened.notifications.test(byMara, aContactPoint({ kind: 'desktop' }), null)).toMatchObject({ delivered: true })
  expect(opened.shown).toMatchObject([{ title: 'Test: this contact point works' }])
  expect(opened.notifications.desktopMessages()).toMatchObject([{ title: 'Test: this contact point works' }])
  expect(opened.notifications.contactPoints()).toHaveLength(1)
  expect(opened.logOf('contact-point.tested')).toHaveLength(4)
})

test('what a test of PagerDuty opens there is closed again', async () => {
  const pagerduty = await startHttpReceiver({ answer: () => 202 })
  const opened = openTestNotifications()
  await opened.notifications.test(byMara, aContactPoint({ kind: 'pagerduty', url: pagerduty.url }, { secret: 'routing' }), null)
  const events = pagerduty.received.map(({ body }) => JSON.parse(body) as { event_action: string; dedup_key: string })
  expect(events.map(({ event_action: action }) => action)).toEqual(['trigger', 'resolve'])
  expect(new Set(events.map(({ dedup_key: key }) => key)).size).toBe(1)
})

test('under another data key the secret still opens', async () => {
  const opened = openTestNotifications()
  await opened.create(hook('http://127.0.0.1:9/'))
  const { from, to } = opened.rekey()
  const count = await opened.database.change(byMara, { action: 'key.rotated', message: 'Rotated' }, (tx) =>
    resealNotifications(tx, from, to),
  )
  expect(count).toBe(1)
})
