/** Notifications with one contact point: a webhook on a real socket, which answers as a test tells it to. */
import type { GivenContactPoint } from '../../shared/contract/notifications.ts'
import { startHttpReceiver } from './http-receiver.ts'
import type { Answer, Received } from './http-receiver.ts'
import { openTestNotifications } from './open-test-notifications.ts'

interface Told {
  type: string
  data: { dedupKey: string; title: string; count: number; alerts: { id: string; state: string }[] }
}
export const toldBy = ({ body }: Received): Told => JSON.parse(body) as Told
export const idOf = ({ headers }: Received) => headers['webhook-id'] as string

export const openWithWebhook = async (answer: (received: Received) => Answer = () => 204, changes: Partial<GivenContactPoint> = {}) => {
  const receiver = await startHttpReceiver({ answer })
  const opened = openTestNotifications()
  const { id } = await opened.create({ kind: 'webhook', url: `${receiver.url}/hook` }, changes)
  return { opened, receiver, id, told: () => receiver.received.map(toldBy) }
}
