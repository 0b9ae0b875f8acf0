import { expect, test } from 'vitest'
import { isThisMachine } from './network-address.ts'

test('what never leaves this machine is told from names that only begin like it', () => {
  for (const host of ['localhost', '127.0.0.1', '127.200.3.4', '::1', '[::1]', '::ffff:127.0.0.1'])
    expect(isThisMachine(host), host).toBe(true)
  for (const host of ['127.example.org', '127.0.0.1.example.org', '128.0.0.1', '0.0.0.0', '::', '::2', 'localhost.example.org', ''])
    expect(isThisMachine(host), host).toBe(false)
})
