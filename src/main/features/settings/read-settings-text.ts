/** Settings as a `settings.json` gives them: all that it names, or all that is wrong with it at once. Pure. */
import type { SettingFault, SettingValue } from '../../../shared/contract/settings.ts'
import { refusalOfGiven } from './judge-value.ts'
import { lineOfFault, locateKeys } from './locate-keys.ts'
import { nearestKey } from './nearest-key.ts'
import { isSettingKey } from './settings.registry.ts'
import type { SettingKey } from './settings.registry.ts'

export type GivenSettings = Partial<Record<SettingKey, SettingValue>>

export interface ReadSettings {
  given: GivenSettings
  faults: SettingFault[]
}

/** A file may be the wrong one altogether. */
const mostFaults = 50

const wrong = (line: number | null, sentence: string): ReadSettings => ({ given: {}, faults: [{ line, sentence }] })

export const readSettingsText = (text: string): ReadSettings => {
  const json = text.replace(/^\uFEFF/, '')
  let parsed: unknown
  try {
    parsed = JSON.parse(json)
  } catch (error) {
    return wrong(lineOfFault(json, error instanceof Error ? error.message : ''), 'This is not JSON: something is missing or too much here.')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return wrong(1, 'The file holds one object of settings by key, { "key": value }.')

  const values = new Map<string, unknown>(Object.entries(parsed))
  const given: GivenSettings = {}
  const faults: SettingFault[] = []
  const linesOf = new Map<string, number[]>()
  for (const { key, line } of locateKeys(json)) {
    const lines = linesOf.get(key)
    if (lines) lines.push(line)
    else linesOf.set(key, [line])
  }
  for (const [key, [line = 1, ...again]] of linesOf) {
    for (const other of again)
      faults.push({ line: other, sentence: `${shownKey(key)} stands here again; it stands in line ${line} already.` })
    if (!isSettingKey(key)) {
      const meant = faults.length < mostFaults ? nearestKey(key) : null
      faults.push({ line, sentence: `${shownKey(key)} is no setting.${meant ? ` Is ${meant} meant?` : ''}` })
      continue
    }
    // Which of its values is meant nobody knows.
    if (again.length > 0) continue
    const value = values.get(key)
    const refusal = refusalOfGiven(key, value)
    if (refusal) faults.push({ line, sentence: `${key}: ${refusal}` })
    else given[key] = value as SettingValue
  }
  faults.sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
  if (faults.length > mostFaults) {
    const more = faults.length - mostFaults
    faults.splice(mostFaults, more, { line: null, sentence: `And ${more} more. This may be another file.` })
  }
  return { given, faults }
}

const shownKey = (key: string): string => JSON.stringify(key.length > 60 ? `${key.slice(0, 60)}…` : key)
