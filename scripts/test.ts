// `npm test`: all checks, the unit tests and the walls, the build, and the end-to-end tests; ends with one line to read.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { root, runStep, showStep } from './run-steps.ts'
import { countTests, failedFiles, sentenceOf } from './test-report.ts'
import type { Counts, VitestReport } from './test-report.ts'

const results = resolve(root, 'test-results')
rmSync(results, { recursive: true, force: true })

/** More than these are no accident of a busy machine, and are not run again. */
const mostFilesTwice = 5

const runVitest = async (name: string, projects: string[], files: string[] = []) => {
  const file = resolve(results, `${name}.json`)
  const { ok } = await runStep(
    {
      name,
      command: 'vitest',
      args: [
        'run',
        ...projects.flatMap((project) => ['--project', project]),
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${file}`,
        ...files,
      ],
    },
    { show: true },
  )
  return { ok, report: existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as VitestReport) : null }
}

/**
 * Files with failures are run once more, whole: tests of one window build on each other, so that none could be repeated
 * by itself. What then passes is told with why it failed at first.
 */
const runTests = async (name: string, projects: string[]): Promise<{ ok: boolean; counts: Counts | null }> => {
  const first = await runVitest(name, projects)
  if (first.report === null) return { ok: false, counts: null }
  const files = failedFiles(first.report)
  if (first.ok || files.length === 0 || files.length > mostFilesTwice) return { ok: first.ok, counts: countTests(first.report) }
  console.log(`\nOnce more: ${files.join(', ')}\n`)
  const again = await runVitest(`${name}-again`, projects, files)
  return { ok: again.ok, counts: countTests(first.report, again.report ?? undefined) }
}

const startedAt = performance.now()
const failed: string[] = []
const counted: Record<string, Counts> = {}
const check = await runStep({ name: 'check', command: 'node', args: ['scripts/check.ts'] }, { show: true })
showStep(check)
if (!check.ok) failed.push(check.name)
for (const [name, projects] of [
  ['unit', ['unit', 'lint']],
  ['e2e', ['e2e']],
] as const) {
  const beganAt = performance.now()
  const { ok, counts } = await runTests(name, [...projects])
  showStep({ name, ok, tookMs: performance.now() - beganAt, output: '' })
  if (!ok) failed.push(name)
  if (counts) counted[name] = counts
}
console.log(`\n${sentenceOf({ failed, counted, tookMs: performance.now() - startedAt })}`)
process.exitCode = failed.length === 0 ? 0 : 1
