import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { makeTestDirectory } from '../../test-kit/open-test-database.ts'
import { createLinuxMachine } from './linux-machine.ts'

const statOf = (pid: number, ticks: number) =>
  `${pid} (worker) S 1 ${pid} ${pid} 0 -1 4194560 900 0 0 0 ${ticks} 0 0 0 20 0 1 0 100 12000000 256 1`

const createRoot = () => {
  const root = makeTestDirectory()
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  let nowMs = 0
  const machine = createLinuxMachine({ mounts: [{ name: 'data', path: root }], monotonic: () => nowMs, root })
  return { root, write, machine, advance: (ms: number) => (nowMs += ms) }
}

test('what the system does not offer is absent', async () => {
  const { machine } = createRoot()
  const reading = await machine.read()
  expect(reading.disks).toHaveLength(1)
  for (const name of ['cpu', 'load1', 'memory', 'diskTraffic', 'network'] as const) expect(reading[name]).toBeUndefined()
  expect(reading.temperatures).toEqual([])
})

test('sensors have the names of chip and label, equal ones a number', async () => {
  const { machine, write } = createRoot()
  for (const chip of ['hwmon0', 'hwmon1']) {
    write(`sys/class/hwmon/${chip}/name`, 'nvme\n')
    write(`sys/class/hwmon/${chip}/temp1_label`, 'Composite\n')
    write(`sys/class/hwmon/${chip}/temp1_input`, '41850\n')
  }
  write('sys/class/hwmon/hwmon1/temp2_input', 'broken')
  expect((await machine.read()).temperatures).toEqual([
    { sensor: 'nvme Composite', celsius: 41.85 },
    { sensor: 'nvme Composite 2', celsius: 41.85 },
  ])
})

test('where no chip is known, the thermal zones are read, and not more often than every ten seconds', async () => {
  const { machine, write, advance } = createRoot()
  write('sys/class/thermal/thermal_zone0/type', 'x86_pkg_temp\n')
  write('sys/class/thermal/thermal_zone0/temp', '52000\n')
  expect((await machine.read()).temperatures).toEqual([{ sensor: 'x86_pkg_temp', celsius: 52 }])
  write('sys/class/thermal/thermal_zone0/temp', '60000\n')
  advance(9_000)
  expect((await machine.read()).temperatures![0]!.celsius).toBe(52)
  advance(1_000)
  expect((await machine.read()).temperatures![0]!.celsius).toBe(60)
})

test('the share of a process is what it used since the look before; one that came since has none yet', async () => {
  const { machine, write, advance } = createRoot()
  write('proc/10/stat', statOf(10, 1000))
  expect(await machine.processes()).toMatchObject([{ pid: 10, cpuPercent: 0, memoryBytes: 256 * 4096 }])
  advance(2_000)
  write('proc/10/stat', statOf(10, 1100))
  write('proc/11/stat', statOf(11, 5000))
  write('proc/self/stat', statOf(12, 1))
  const running = (await machine.processes()).toSorted((a, b) => a.pid - b.pid)
  expect(running.map(({ pid, cpuPercent }) => [pid, cpuPercent])).toEqual([
    [10, 50],
    [11, 0],
  ])
})

test.runIf(process.platform === 'linux')('this very machine answers', async () => {
  const machine = createLinuxMachine({ mounts: [{ name: 'root', path: '/' }], monotonic: () => 0 })
  const { cpu, memory, disks } = await machine.read()
  expect(cpu!.cores.size).toBeGreaterThan(0)
  expect(memory!.used).toBeLessThan(memory!.total)
  expect(disks![0]!.used).toBeLessThanOrEqual(disks![0]!.total)
  expect((await machine.processes()).map(({ pid }) => pid)).toContain(process.pid)
})
