import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const worlds = ['src/shared', 'src/ports', 'src/main', 'src/renderer'].map((world) => `${world}/tsconfig.json`)
const job = '// A file for the test of the walls.\n'

/** One planted file a wall: what it holds, and what the linter must say of it (null: it must say nothing). */
const planted: Record<string, { text: string; says: RegExp | null }> = {
  // Imports
  'src/shared/plants-node.ts': { text: `import 'node:fs'`, says: /Node's own modules are not for the room "shared"/ },
  'src/shared/plants-package.ts': { text: `import 'hono'`, says: /The package hono is not for the room "shared"/ },
  'src/shared/plants-up.ts': { text: `import '../ports/clock.ts'`, says: /"shared" may not import src\/ports\/clock\.ts/ },
  'src/shared/plants-good.ts': { text: `import type { z } from 'zod'\nexport type A = z.ZodType`, says: null },
  'src/ports/plants-up.ts': {
    text: `import type { Database } from '../main/database/database.ts'\nexport type A = Database`,
    says: /"ports" may not import src\/main\/database/,
  },
  'src/main/database/plants-feature.ts': {
    text: `import '../features/audit/audit.service.ts'`,
    says: /"database" may not import src\/main\/features\/audit/,
  },
  'src/main/features/access/plants-feature.service.ts': {
    text: `import type { A } from '../audit/audit.service.ts'\nexport type B = A`,
    says: /"services of access" may not import src\/main\/features\/audit/,
  },
  'src/main/features/access/plants-lent-value.service.ts': {
    text: `import '../vault/key-ring.ts'`,
    says: /Of src\/main\/features\/vault\/key-ring\.ts .* types only/,
  },
  'src/main/features/access/plants-lent.service.ts': {
    text: `import type { Keys } from '../vault/key-ring.ts'\nexport type A = Keys`,
    says: null,
  },
  'src/main/features/access/plants-http.service.ts': {
    text: `import 'hono'`,
    says: /The package hono is not for the room "services of access"/,
  },
  'src/main/features/access/plants-rpc.service.ts': { text: `import '@orpc/server'`, says: /The package @orpc\/server is not for/ },
  'src/main/features/access/plants-electron.service.ts': { text: `import 'electron'`, says: /The package electron is not for/ },
  'src/main/features/access/plants-procedures.service.ts': {
    text: `import './access.procedures.ts'`,
    says: /may not import .*access\.procedures\.ts/,
  },
  'src/main/features/access/plants-store.procedures.ts': {
    text: `import './access.store.ts'`,
    says: /"procedures of access" may not import .*access\.store\.ts/,
  },
  'src/main/features/access/plants-service.store.ts': {
    text: `import './access.service.ts'`,
    says: /"stores of access" may not import .*access\.service\.ts/,
  },
  'src/main/features/access/plants-store.ts': {
    text: `import './access.store.ts'`,
    says: /Of .*access\.store\.ts the room "pure files of access" may import types only/,
  },
  'src/main/features/access/plants-console.service.ts': {
    text: `import type { A } from '../../console/console.ts'\nexport type B = A`,
    says: /may not import src\/main\/console/,
  },
  'src/main/features/access/plants-test-kit.service.ts': { text: `import '../../test-kit/hand-clock.ts'`, says: /is for tests alone/ },
  'src/main/features/access/plants-dynamic.service.ts': {
    text: `export const a = () => import('hono')`,
    says: /The package hono is not for/,
  },
  'src/main/features/access/plants-type-expression.service.ts': {
    text: `export type A = import('hono').Hono`,
    says: /The package hono is not for/,
  },
  'src/main/features/access/plants-require.service.ts': {
    text: `declare const require: (name: string) => unknown\nexport const a = require('hono')`,
    says: /The package hono is not for/,
  },
  'src/main/console/plants-host.ts': { text: `import '../headless/start.ts'`, says: /"console" may not import src\/main\/headless/ },
  'src/main/console/plants-electron.ts': { text: `import 'electron'`, says: /The package electron is not for the room "console"/ },
  'src/main/headless/plants-feature.ts': {
    text: `import '../features/audit/audit.service.ts'`,
    says: /"headless host" may not import src\/main\/features/,
  },
  'src/main/headless/plants-desktop.ts': {
    text: `import '../electron/start.ts'`,
    says: /"headless host" may not import src\/main\/electron/,
  },
  'src/main/launch/plants-electron.ts': { text: `import 'electron'`, says: /The package electron is not for the room "launch"/ },
  'src/guard/plants-main.ts': { text: `import '../main/database/database.ts'`, says: /"guard" may not import src\/main/ },
  'src/renderer/plants-core.tsx': {
    text: `import type { A } from '../main/console/console.ts'\nexport type B = A`,
    says: /may not import src\/main\/console/,
  },
  'src/renderer/ui/plants-chart.tsx': { text: `import 'recharts'`, says: /The package recharts is not for the room "ui"/ },
  'src/renderer/ui/plants-page.tsx': {
    text: `import '../features/audit/audit.page.tsx'`,
    says: /"ui" may not import src\/renderer\/features/,
  },
  'src/renderer/features/settings/plants.page.tsx': {
    text: `import '../audit/audit.page.tsx'`,
    says: /may not import src\/renderer\/features\/audit\/audit\.page\.tsx/,
  },
  'src/renderer/frame/plants-page.tsx': {
    text: `import '../features/audit/audit.page.tsx'`,
    says: /"frame of the page" may not import src\/renderer\/features/,
  },
  'src/renderer/features/settings/plants-frame.tsx': {
    text: `import '../../frame/rail.tsx'`,
    says: /may not import src\/renderer\/frame\/rail\.tsx/,
  },
  'e2e/plants-core.spec.ts': { text: `import '../src/main/console/console.ts'`, says: /"end-to-end" may not import src\/main/ },
  'scripts/plants-core.ts': { text: `import '../src/main/console/console.ts'`, says: /"scripts" may not import src\/main/ },
  'somewhere/else.ts': { text: `export const a = 1`, says: /No room of lint\/walls\.ts covers somewhere\/else\.ts/ },

  // Circles, type imports counted
  'src/shared/plants-circle-one.ts': {
    text: `import type { Two } from './plants-circle-two.ts'\nexport type One = Two | 1`,
    says: /cycle/i,
  },
  'src/shared/plants-circle-two.ts': {
    text: `import type { One } from './plants-circle-one.ts'\nexport type Two = One | 2`,
    says: /cycle/i,
  },

  // The rest of the house's rules
  'src/main/features/access/plants-sql.service.ts': {
    text: `export const a = 'SELECT id FROM user WHERE id = @id'`,
    says: /SQL belongs in a \.store file/,
  },
  'src/main/features/access/plants-sql-template.service.ts': {
    text: 'export const a = (b: string) => `delete from ${b}`',
    says: /SQL belongs in a \.store file/,
  },
  'src/main/features/access/plants-sql.store.ts': { text: `export const a = 'SELECT id FROM user WHERE id = @id'`, says: null },
  'src/main/features/access/plants-sentence.service.ts': { text: `export const a = 'Select one of the routes from the list.'`, says: null },
  'src/main/features/access/plants-time.service.ts': { text: `export const a = Date.now()`, says: /Date\.now: take time from the Clock/ },
  'src/main/features/access/plants-timer.service.ts': { text: `setTimeout(() => {}, 1)`, says: /setTimeout: take time from the Clock/ },
  'src/main/database/utils.ts': { text: `export const a = 1`, says: /"utils\.ts" names no job/ },
  'src/main/database/helpers/plants.ts': { text: `export const a = 1`, says: /"helpers" names no job/ },
  'src/main/database/plantsCamel.ts': { text: `export const a = 1`, says: /not in kebab-case/ },
  'src/shared/plants-barrel.ts': { text: `export * from './permissions.ts'`, says: /No re-exports/ },
  'src/shared/plants-re-export.ts': { text: `export { roles } from './permissions.ts'`, says: /No re-exports/ },
  'src/shared/plants-default.ts': { text: `export default 1`, says: /Prefer named exports/ },
  'src/shared/plants-length.ts': { text: '// line\n'.repeat(301), says: /too many lines/i },
  'src/main/database/plants-floating.ts': {
    text: `const a = async () => {}\nexport const b = () => {\n  a()\n}`,
    says: /Promises must be awaited/i,
  },
  'src/renderer/ui/plants-hook.tsx': {
    text: `import { useState } from 'react'\nexport const A = ({ on }: { on: boolean }) => {\n  if (on) useState(1)\n  return null\n}`,
    says: /conditional/i,
  },
}

interface Finding {
  filename: string
  message: string
}
let directory: string
let findings: Finding[]

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-walls-'))
  for (const name of ['lint', '.oxlintrc.json', 'package.json', 'tsconfig.json', ...worlds])
    cpSync(join(root, name), join(directory, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'), 'dir')
  for (const [path, { text }] of Object.entries(planted)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), `${job}${text}\n`)
  }
  writeFileSync(join(directory, 'src/shared/plants-no-job.ts'), 'export const a = 1\n')
  const run = spawnSync(process.execPath, [join(root, 'node_modules/oxlint/bin/oxlint'), '--format', 'json'], {
    cwd: directory,
    encoding: 'utf8',
  })
  expect(run.stdout, run.stderr).toContain('"diagnostics"')
  findings = (JSON.parse(run.stdout) as { diagnostics: Finding[] }).diagnostics
}, 60_000)

afterAll(() => rmSync(directory, { recursive: true, force: true }))

const saidOf = (path: string) => findings.filter(({ filename }) => filename === path).map(({ message }) => message)

describe('the real linter', () => {
  for (const [path, { text, says }] of Object.entries(planted)) {
    const line = text.length > 90 ? `${text.slice(0, 87)}...` : text
    test(`${says ? 'refuses' : 'accepts'} ${path}: ${line.replaceAll('\n', ' ')}`, () => {
      if (says) expect(saidOf(path).join('\n')).toMatch(says)
      else expect(saidOf(path)).toEqual([])
    })
  }

  test('refuses a file that does not tell its job', () => {
    expect(saidOf('src/shared/plants-no-job.ts').join('\n')).toMatch(/Begin the file with a comment/)
  })
})
