/** What is chosen of an import: ticks, labels and what becomes of namesakes; with its sums. */
import { keyLabel, type ImportItem } from '../../../shared/contract/vault.ts'
import { formatCounted } from '../../ui/format.ts'

export interface ImportChoice {
  chosen: boolean
  label: string
  onConflict: 'rotate' | 'add'
}
export type ImportChoices = ReadonlyMap<number, ImportChoice>

/** As many as one import takes. */
export const mostChosen = 1000

export const canBeChosen = (item: ImportItem): boolean => item.status.kind === 'new' || item.status.kind === 'conflict'

export const suggestedChoices = (items: readonly ImportItem[]): ImportChoices =>
  new Map(
    items
      .filter(canBeChosen)
      .map((item) => [
        item.index,
        { chosen: item.suggested, label: item.label, onConflict: item.status.kind === 'conflict' ? 'rotate' : 'add' },
      ]),
  )

export const chooseAll = (choices: ImportChoices, chosen: boolean): ImportChoices =>
  new Map([...choices].map(([index, choice]) => [index, { ...choice, chosen }]))

export const withChoice = (choices: ImportChoices, index: number, change: Partial<ImportChoice>): ImportChoices => {
  const known = choices.get(index)
  return known ? new Map([...choices, [index, { ...known, ...change }]]) : choices
}

/** Why a label cannot be taken; null where it can. */
export const labelProblem = (label: string): string | null => keyLabel.safeParse(label).error?.issues[0]?.message ?? null

export interface ImportSums {
  add: number
  rotate: number
  left: number
  skipped: number
  duplicates: number
}

export const sumsOf = (items: readonly ImportItem[], choices: ImportChoices): ImportSums => {
  const sums: ImportSums = { add: 0, rotate: 0, left: 0, skipped: 0, duplicates: 0 }
  for (const item of items) {
    const choice = choices.get(item.index)
    if (item.status.kind === 'skipped') sums.skipped += 1
    else if (item.status.kind === 'duplicate') sums.duplicates += 1
    else if (!choice?.chosen) sums.left += 1
    else if (item.status.kind === 'conflict' && choice.onConflict === 'rotate') sums.rotate += 1
    else sums.add += 1
  }
  return sums
}

/** `6 keys are added, 1 is rotated. 2 are in the vault already, 3 are left out, 1 cannot be taken.` */
export const sumsSentence = ({ add, rotate, left, skipped, duplicates }: ImportSums): string => {
  const is = (count: number, words: string) => `${formatCounted(count, 'is', 'are')} ${words}`
  const acts = [
    add > 0 && formatCounted(add, 'key is added', 'keys are added'),
    rotate > 0 && formatCounted(rotate, 'key is rotated', 'keys are rotated'),
  ]
  const rests = [
    duplicates > 0 && is(duplicates, 'in the vault already'),
    left > 0 && is(left, 'left out'),
    skipped > 0 && `${skipped} cannot be taken`,
  ]
  const sentence = (parts: (string | false)[]) => parts.filter(Boolean).join(', ')
  const first = sentence(acts) || 'Nothing is chosen'
  return [first, sentence(rests)]
    .filter(Boolean)
    .map((part) => `${part}.`)
    .join(' ')
}

/** What came of it: `6 keys were added, 1 was rotated`. */
export const importedSentence = ({ added, rotated }: { added: number; rotated: number }): string =>
  [
    added > 0 && formatCounted(added, 'key was added', 'keys were added'),
    rotated > 0 && formatCounted(rotated, 'key was rotated', 'keys were rotated'),
  ]
    .filter(Boolean)
    .join(', ') || 'Nothing was imported'
