import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

const root = join(import.meta.dirname, '..', '..', '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const manifest = JSON.parse(read('package.json')) as { main: string; dependencies: Record<string, string>; scripts: Record<string, string> }
const configuration = parse(read('electron-builder.yml')) as Record<string, unknown>

const schema = createRequire(import.meta.url)('app-builder-lib/scheme.json') as object
const check = new Ajv({ allErrors: true, allowUnionTypes: true, strict: false, validateFormats: false }).compile(schema)

test('electron-builder.yml is what electron-builder understands', () => {
  check(configuration)
  expect(check.errors).toBeNull()
})

test('the check finds a wrong word', () => {
  expect(check({ ...configuration, electronFuses: { runAsNod: false } })).toBe(false)
  expect(check({ ...configuration, linux: { target: 7 } })).toBe(false)
})

test('Electron can do nothing but run this app', () => {
  expect(configuration.electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
    resetAdHocDarwinSignature: true,
  })
})

test('there is an installer for each system', () => {
  const targets = (system: string) => (configuration[system] as { target: string[] }).target
  expect([targets('linux'), targets('mac'), targets('win')]).toEqual([['AppImage', 'deb'], ['dmg'], ['nsis']])
})

test('the built program alone is packed, in an archive, with native modules beside it', () => {
  const files = configuration.files as string[]
  expect(files.filter((pattern) => !pattern.startsWith('!'))).toEqual(['dist/**', 'package.json'])
  for (const system of ['linux', 'mac', 'win']) expect(configuration[system]).not.toHaveProperty('files')
  expect(configuration).toMatchObject({ asar: true, asarUnpack: ['**/*.node'], npmRebuild: false })
  expect(manifest.main).toBe('dist/main/electron.js')
})

test('what is not bundled is in the dependencies, and nothing else', () => {
  const native = /const native = \[([^\]]*)\]/.exec(read('vite.config.ts'))![1]!.match(/[@\w/-]+/g)!
  expect(native.filter((name) => name !== 'electron').toSorted()).toEqual(Object.keys(manifest.dependencies).toSorted())
})

test('its pictures are there, and large enough for every system', () => {
  expect(existsSync(join(root, 'build/icon.svg'))).toBe(true)
  const png = readFileSync(join(root, 'build/icon.png'))
  // PNG: width and height stand at byte 16 and 20.
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1024, 1024])
})
