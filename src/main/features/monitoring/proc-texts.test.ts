import { expect, test } from 'vitest'
import { parseDiskstats, parseMeminfo, parseNetDev, parseProcessStat, parseStat } from './proc-texts.ts'

// Recorded on machines of kernel 5.15 and 6.8, shortened.
const stat = `cpu  248285 12 97781 628916 5079 3 1198 1408 77 0
cpu0 120823 12 46996 320321 2049 0 131 707 77 0
cpu1 127462 0 50785 308594 3029 3 1066 700 0 0
intr 6406974 0 0 0
ctxt 12345
btime 1795252000
`
const meminfo = `MemTotal:       24684092 kB
MemFree:        21183980 kB
MemAvailable:   22806492 kB
Buffers:           44956 kB
HugePages_Total:       0
SwapTotal:       2097148 kB
SwapFree:        2096000 kB
`
const diskstats = `   7       0 loop0 53 0 700 12 0 0 0 0 0 40 12 0 0 0 0 0 0
 259       0 nvme0n1 304470 19432 11491242 270033 581441 243604 127252216 286807 1 140904 632368 201418 408 233588728 58413 157314 17113
 259       1 nvme0n1p1 300000 0 11000000 0 580000 0 127000000 0 0 0 0 0 0 0 0 0 0
   8       0 sda 100 0 2000 0 50 0 1000 0 0 0 0
 253       0 dm-0 9 0 9 0 9 0 9 0 0 0 0
`
const netDev = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 396172576  104530    0    0    0     0          0         0 396172576  104530    0    0    0     0       0          0
  eth0: 841543505   22980    0    0    0     0          0         0  2195245   15544    0    0    0     0       0          0
wlp2s0:1000 1 0 0 0 0 0 0 500 1 0 0 0 0 0 0
docker0: 77 1 0 0 0 0 0 0 88 1 0 0 0 0 0 0
veth12ab: 77 1 0 0 0 0 0 0 88 1 0 0 0 0 0 0
`

test('ticks of the machine and of each core: waiting for a disk is idle, guests are not counted twice', () => {
  const parsed = parseStat(stat)!
  expect(parsed.all).toEqual({ busy: 248285 + 12 + 97781 + 3 + 1198 + 1408, idle: 628916, waiting: 5079 })
  expect([...parsed.cores.keys()]).toEqual(['0', '1'])
  expect(parsed.stolen).toBe(1408)
})

test('memory in use is what cannot be had without swapping', () => {
  expect(parseMeminfo(meminfo)).toEqual({
    total: 24684092 * 1024,
    used: (24684092 - 22806492) * 1024,
    swap: { total: 2097148 * 1024, used: 1148 * 1024 },
  })
})

test('a machine without swap has none, not zero of it', () => {
  expect(parseMeminfo(meminfo.replace('2097148', '0'))!.swap).toBeNull()
})

test('disk traffic counts whole disks once: no partitions, loops or stacked devices', () => {
  expect(parseDiskstats(diskstats)).toEqual({ read: (11491242 + 2000) * 512, written: (127252216 + 1000) * 512 })
})

test('network traffic is that of outward interfaces', () => {
  expect(parseNetDev(netDev)).toEqual({ received: 841543505 + 1000, sent: 2195245 + 500 })
})

test('a process may have brackets and spaces in its name', () => {
  const text = `4242 (tmux: (a) b) S 1 4242 4242 0 -1 4194560 900 0 0 0 150 50 0 0 20 0 1 0 100 12000000 300 18446744073709551615 1 1`
  expect(parseProcessStat(text)).toEqual({ pid: 4242, parentPid: 1, name: 'tmux: (a) b', ticks: 200, memoryPages: 300 })
})

test.each([parseStat, parseMeminfo, parseDiskstats, parseNetDev, parseProcessStat])('%o answers null to what it does not know', (parse) => {
  for (const text of ['', 'x', 'cpu', '(x', 'MemTotal: many kB', '1 (x) S']) expect(parse(text)).toBeNull()
})
