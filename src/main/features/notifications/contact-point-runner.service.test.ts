import { expect, test } from 'vitest'
import { anAlert } from '../../test-kit/an-alert.ts'
import type { Answer } from '../../test-kit/http-receiver.ts'
import { openWithWebhook } from '../../test-kit/open-with-webhook.ts'

test('whoever was away for longer than a day is told of what still fires, and of nothing that is over', async () => {
  let answer: Answer = 500
  const { opened, id, receiver, told } = await openWithWebhook(() => answer)
  const [lasting, over] = [anAlert({ group: 'lasting' }), anAlert({ group: 'over' })]
  await opened.tell('firing', lasting, over)
  await opened.until(() => receiver.received.length > 0)
  await opened.tell('resolved', over)
  await opened.until(() => opened.deliveries(id).filter(({ state }) => state === 'failed').length === 2, 300_000)
  answer = 204
  const before = receiver.received.length
  await opened.until(() => opened.one(id).waiting === 0 && receiver.received.length >= before + 2, 60_000)
  expect(
    told()
      .slice(before)
      .map(({ type, data }) => `${type} ${data.alerts[0]!.id}`)
      .toSorted(),
  ).toEqual([`alerts.resolved ${over.id}`, `alerts.update ${lasting.id}`])
})

test('what waited while the machine slept for days is not given up untold', async () => {
  const { opened, id, told } = await openWithWebhook()
  opened.setSealed(true)
  const alert = anAlert()
  await opened.tell('firing', alert)
  await opened.until(() => opened.one(id).state.kind === 'sealed')
  opened.clock.setNow(opened.clock.now() + 3 * 86_400_000)
  opened.setSealed(false)
  await opened.until(() => opened.one(id).lastDeliveredAtMs !== null)
  expect(told()).toMatchObject([{ type: 'alerts.update', data: { alerts: [{ id: alert.id, state: 'firing' }] } }])
})

test('a clock that was set back holds no message up', async () => {
  let answer: Answer = 500
  const { opened, id } = await openWithWebhook(() => answer)
  await opened.tell('firing', anAlert())
  await opened.until(() => opened.deliveries(id)[0]!.nextTryAtMs !== null)
  answer = 204
  // By more than the test lets go by.
  opened.clock.setNow(opened.clock.now() - 365 * 86_400_000)
  await opened.until(() => opened.deliveries(id)[0]!.state === 'delivered', 60_000)
  expect(opened.one(id).state.kind).toBe('well')
})
