import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { judgeSigningSecret, webhookHeaders } from './standard-webhook.ts'

test('the signature is that of the example in the specification of Standard Webhooks', () => {
  const headers = webhookHeaders(
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    '{"test": 2432232314}',
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    1_614_265_330_000,
  )
  expect(headers).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
})

test('a secret that is no whsec_ signs as its own bytes', () => {
  const { 'webhook-signature': signature } = webhookHeaders('batch-1', '{}', 'quiet harbour', 5_000)
  expect(signature).toBe(`v1,${createHmac('sha256', 'quiet harbour').update('batch-1.5.{}').digest('base64')}`)
})

test('what is too short to sign with is said to be', () => {
  expect(judgeSigningSecret('whsec_c2hvcnQ=')).toMatch(/too short/)
  expect(judgeSigningSecret('a secret of its own')).toBeNull()
})
