// The test runs: unit beside their files, the walls, end to end, and the long ones.
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

// Consoles, guards and workers start by the hundred: what is compiled once is compiled for all of them.
process.env['NODE_COMPILE_CACHE'] ??= resolve(import.meta.dirname, 'node_modules/.cache/gatehouse-tests')

const long = '**/*.long.test.{ts,tsx}'

export default defineConfig({
  test: {
    // A small machine and the CI have two cores. Tests wait for programs, pages and disks half of the time: a third worker uses it.
    maxWorkers: 3,
    // What is polled comes at once or never; a busy machine may take a while to look.
    expect: { poll: { timeout: 60_000 } },
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src/**/*.test.{ts,tsx}', 'e2e/**/*.test.ts', 'bench/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: [long],
          // Files share a process, with their own modules made anew: starting one for each costs more than most of them take.
          isolate: false,
          // A limit is for what hangs; a busy machine takes its time.
          testTimeout: 150_000,
          hookTimeout: 150_000,
        },
      },
      { test: { name: 'lint', environment: 'node', include: ['lint/**/*.test.ts'] } },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['e2e/**/*.spec.ts'],
          globalSetup: ['e2e/build-product.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      { test: { name: 'long', environment: 'node', include: [`src/${long}`, `e2e/${long}`], testTimeout: 3_600_000 } },
    ],
  },
})
