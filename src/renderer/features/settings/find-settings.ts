/** Which settings and sections a search finds. Pure. */
import type { Setting } from '../../../shared/contract/settings.ts'

/** Every word typed stands somewhere in the text. */
export const wordsMatch = (text: string, typed: string): boolean => {
  const found = text.toLowerCase()
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => found.includes(word))
}

/** In force is something else than Gatehouse comes with, or somebody said so. */
export const isChanged = ({ origin }: Pick<Setting, 'origin'>): boolean => origin !== 'default'

interface Asked {
  text: string
  changedOnly: boolean
}

export const findSettings = (settings: readonly Setting[], { text, changedOnly }: Asked): Setting[] =>
  settings.filter(
    (setting) =>
      (!changedOnly || isChanged(setting)) &&
      wordsMatch([setting.title, setting.description, setting.key, setting.group, setting.variable].join(' '), text),
  )

/** In the order of the registry. */
export const groupsOf = (settings: readonly Setting[]): { name: string; settings: Setting[] }[] =>
  [...Map.groupBy(settings, ({ group }) => group)].map(([name, of]) => ({ name, settings: of }))

/** An id for the section of a group: `alerts-and-messages`. */
export const sectionId = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
