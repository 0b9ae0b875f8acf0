// Unpacks the browser that lies in the npm package @sparticuz/chromium, once a version, with the libraries and fonts it needs.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface UnpackedChromium {
  executablePath: string
  /** What the process needs on a machine that lacks NSS, expat or any font. */
  environment: Record<string, string>
}

const archives = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br']

/** The package unpacks into os.tmpdir(), in place: hence a process of its own whose TMPDIR is a folder beside the last place. */
const unpackInto = (folder: string, entry: string) => {
  const bin = join(dirname(fileURLToPath(entry)), '..', 'bin')
  const program = `import { inflate } from ${JSON.stringify(entry)}
await Promise.all(${JSON.stringify(archives.map((name) => join(bin, name)))}.map((path) => inflate(path)))`
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    env: { ...process.env, TMPDIR: folder },
    encoding: 'utf8',
  })
  if (run.status !== 0)
    throw new Error(
      `The browser of @sparticuz/chromium could not be unpacked: ${run.stderr.trim() || run.error?.message || 'no reason given'}`,
    )
}

/** The fonts of the system, and the package's one for a machine without any: Chromium crashes where it finds none. */
const fontConfiguration = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'font-cache')}</cachedir>
</fontconfig>
`

/** Null where the package has no binary for this machine (it is built for Linux on x64) or is not installed. */
export const unpackChromium = (
  cacheDirectory = resolve(import.meta.dirname, '../node_modules/.cache/gatehouse-browser'),
): UnpackedChromium | null => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  let entry: string
  try {
    entry = import.meta.resolve('@sparticuz/chromium')
  } catch {
    return null
  }
  const { version } = JSON.parse(readFileSync(new URL('../package.json', entry), 'utf8')) as { version: string }
  const folder = join(cacheDirectory, version)
  if (!existsSync(folder)) {
    mkdirSync(cacheDirectory, { recursive: true })
    const staging = mkdtempSync(join(cacheDirectory, 'unpacking-'))
    try {
      unpackInto(staging, entry)
      renameSync(staging, folder)
    } catch (error) {
      rmSync(staging, { recursive: true, force: true })
      // Another run may have been faster; what it unpacked is the same.
      if (!existsSync(folder)) throw error
    }
  }
  const fonts = join(folder, 'fonts.conf')
  if (!existsSync(fonts)) writeFileSync(fonts, fontConfiguration(folder))
  return {
    executablePath: join(folder, 'chromium'),
    environment: { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: fonts },
  }
}
