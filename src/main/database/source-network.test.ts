import { expect, test } from 'vitest'
import { sourceNetwork } from './source-network.ts'

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
  ['desktop window', 'desktop window'],
  ['300.1.1.1', '300.1.1.1'],
  ['', ''],
])('%s is of the network %s', (source, network) => {
  expect(sourceNetwork(source)).toBe(network)
})
