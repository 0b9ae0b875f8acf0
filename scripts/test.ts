// `npm test`: all checks, the unit tests and the walls, the build, and the end-to-end tests; ends with one line to read.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { root, runStep, showStep } from './run-steps.ts'
import type { Step } from './run-steps.ts'
import { countTests, sentenceOf } from './test-report.ts'
import type { Counts, VitestReport } from './test-report.ts'

const results = resolve(root, 'test-results')
rmSync(results, { recursive: true, force: true })

const vitest = (name: string, projects: string[]): Step => ({
  name,
  command: 'vitest',
  args: [
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${resolve(results, `${name}.json`)}`,
  ],
})
const steps: Step[] = [
  { name: 'check', command: 'node', args: ['scripts/check.ts'] },
  vitest('unit', ['unit', 'lint']),
  vitest('e2e', ['e2e']),
]

const startedAt = performance.now()
const failed: string[] = []
const counted: Record<string, Counts> = {}
for (const step of steps) {
  const result = await runStep(step, { show: true })
  showStep(result)
  if (!result.ok) failed.push(step.name)
  const report = resolve(results, `${step.name}.json`)
  if (existsSync(report)) counted[step.name] = countTests(JSON.parse(readFileSync(report, 'utf8')) as VitestReport)
}
console.log(`\n${sentenceOf({ failed, counted, tookMs: performance.now() - startedAt })}`)
process.exitCode = failed.length === 0 ? 0 : 1
