import { expect, test } from 'vitest'
import { anAlert } from '../../test-kit/an-alert.ts'
import { startHttpReceiver } from '../../test-kit/http-receiver.ts'
import type { Answer, Received } from '../../test-kit/http-receiver.ts'
import { openTestNotifications } from '../../test-kit/open-test-notifications.ts'

interface Told {
  type: string
  data: { dedupKey: string; title: string; count: number; alerts: { id: string; state: string }[] }
}
const toldBy = ({ body }: Received): Told => JSON.parse(body) as Told
const openWithWebhook = async (answer?: (received: Received) => Answer) => {
  const receiver = await startHttpReceiver(answer ? { answer } : {})
  const opened = openTestNotifications()
  const { id } = await opened.create({ kind: 'webhook', url: `${receiver.url}/hook` })
  return { ...opened, opened, receiver, id, told: () => receiver.received.map(toldBy) }
}

test('alerts of one group that fire within a second go in one message, and are resolved in one', async () => {
  const { opened, id, told } = await openWithWebhook()
  const [first, second] = [anAlert({ severity: 'medium' }), anAlert({ ruleName: 'Memory is short', severity: 'critical' })]
  await opened.tell('firing', first)
  opened.clock.advance(600)
  await opened.tell('firing', second)
  await opened.settled(id, 1)
  expect(told()).toMatchObject([{ type: 'alerts.firing', data: { title: 'Firing: Memory is short and 1 more', count: 2 } }])
  await opened.tell('resolved', first)
  opened.clock.advance(30_000)
  expect(told()).toHaveLength(1)
  await opened.tell('resolved', second)
  await opened.settled(id, 2)
  expect(told()[1]).toMatchObject({ type: 'alerts.resolved', data: { count: 2, dedupKey: told()[0]!.data.dedupKey } })
  expect(opened.deliveries(id).map(({ kind, state }) => [kind, state])).toEqual([
    ['firing', 'delivered'],
    ['resolved', 'delivered'],
  ])
})

test('an alert that is over before anybody was told is told to nobody', async () => {
  const { opened, id, told } = await openWithWebhook()
  const alert = anAlert()
  await opened.tell('firing', alert)
  await opened.tell('resolved', alert)
  opened.clock.advance(600_000)
  expect(opened.deliveries(id)).toEqual([])
  expect(told()).toEqual([])
})
