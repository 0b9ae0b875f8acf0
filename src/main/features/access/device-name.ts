/** What signed in, in a few words, from its user agent: "Chrome on Linux". A hint for people, never a proof. */

const systems: [RegExp, string][] = [
  [/Android/i, 'Android'],
  [/iPhone|iPad|iPod/i, 'iOS'],
  [/Windows/i, 'Windows'],
  [/Mac OS X|Macintosh|darwin/i, 'macOS'],
  [/CrOS/i, 'ChromeOS'],
  [/Linux|X11/i, 'Linux'],
]

/** Those that also name another come first: Edge and Opera say Chrome, Chrome says Safari. */
const programs: [RegExp, string][] = [
  [/Electron\//, 'Gatehouse'],
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/Vivaldi\//, 'Vivaldi'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chromium\//, 'Chromium'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/^curl\//, 'curl'],
  [/^(?:node|undici)\b/i, 'Node.js'],
]

const firstOf = (list: [RegExp, string][], text: string) => list.find(([pattern]) => pattern.test(text))?.[1]

export const deviceNameOf = (userAgent: string): string => {
  const text = userAgent.slice(0, 512)
  const program = firstOf(programs, text)
  const system = firstOf(systems, text)
  if (program === 'Gatehouse') return system ? `Gatehouse for ${system}` : 'Gatehouse'
  if (program && system) return `${program} on ${system}`
  return program ?? (system ? `A program on ${system}` : 'An unknown program')
}
