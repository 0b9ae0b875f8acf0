import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const runBench = (...args: string[]) =>
  spawnSync(process.execPath, [join(import.meta.dirname, 'run-bench.ts'), ...args], { encoding: 'utf8' })

test('an unknown name, no name and an unknown flag list the benchmarks and end with 2', () => {
  for (const args of [['nothing-of-that-name'], [], ['start', '--fast']]) {
    const { status, stdout, stderr } = runBench(...args)
    expect(status, args.join(' ')).toBe(2)
    expect(stderr).toContain('There are: ')
    expect(stderr).toContain('start')
    expect(stdout).toBe('')
  }
})
