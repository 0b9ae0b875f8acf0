/** What an import found: each line with its tick, its label and what becomes of it. */
import { useQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import type { ImportItem } from '../../../shared/contract/vault.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { classNames } from '../../ui/class-names.ts'
import { inputFrame, inputText } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { chooseAll, labelProblem, sumsOf, sumsSentence, withChoice, type ImportChoice, type ImportChoices } from './import-choices.ts'
import { tagsInUse } from './key-groups.ts'
import { providerNames } from './provider-names.ts'
import { TagsField } from './tags-field.tsx'
import { keysOptions } from './vault-queries.ts'

interface ImportPreviewProps {
  items: readonly ImportItem[]
  choices: ImportChoices
  onChange: (choices: ImportChoices) => void
  tags: readonly string[]
  onTags: (tags: string[]) => void
}

const grid = 'grid grid-cols-[24px_minmax(0,1fr)_96px_minmax(0,1fr)_104px_208px] items-center gap-x-3 px-1'
const rowPx = 40

export const ImportPreview = ({ items, choices, onChange, tags, onTags }: ImportPreviewProps) => {
  const keys = useQuery(keysOptions(false)).data ?? []
  const scroller = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised on the virtualizer's answers
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 10,
  })
  if (items.length === 0) return <p className="py-6 text-center text-2">There is no line of the form NAME=value in it.</p>
  return (
    <div className="grid gap-4">
      <div className="flex items-center gap-2">
        <p role="status" className="flex-1">
          {sumsSentence(sumsOf(items, choices))}
        </p>
        <Button look="quiet" onClick={() => onChange(chooseAll(choices, true))}>
          Select all
        </Button>
        <Button look="quiet" onClick={() => onChange(chooseAll(choices, false))}>
          Select none
        </Button>
      </div>
      <div
        ref={scroller}
        role="region"
        aria-label="What was found"
        tabIndex={0}
        className="max-h-[40vh] overflow-auto border-y border-hairline -outline-offset-2"
      >
        <div role="table" aria-label="What was found" aria-rowcount={items.length + 1}>
          <div
            role="row"
            aria-rowindex={1}
            className={`${grid} sticky top-0 z-1 h-7 bg-surface-2 text-micro text-3 shadow-[inset_0_-1px_var(--hairline)]`}
          >
            {['Import', 'Name', 'Provider', 'Label', 'Begins and ends', 'What happens'].map((name) => (
              <span key={name} role="columnheader">
                {name === 'Import' ? <span className="sr-only">{name}</span> : name}
              </span>
            ))}
          </div>
          <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map(({ index, start }) => {
              const item = items[index]
              if (!item) return null
              return (
                <ItemRow
                  key={item.index}
                  item={item}
                  choice={choices.get(item.index) ?? null}
                  onChange={(change) => onChange(withChoice(choices, item.index, change))}
                  rowIndex={index + 2}
                  topPx={start}
                />
              )
            })}
          </div>
        </div>
      </div>
      <TagsField label="Tags for all of them" tags={tags} onChange={onTags} suggestions={tagsInUse(keys)} />
    </div>
  )
}

interface ItemRowProps {
  item: ImportItem
  /** null: it cannot be chosen. */
  choice: ImportChoice | null
  onChange: (change: Partial<ImportChoice>) => void
  rowIndex: number
  topPx: number
}

const ItemRow = ({ item, choice, onChange, rowIndex, topPx }: ItemRowProps) => {
  const wrong = choice?.chosen ? labelProblem(choice.label) : null
  const rotates = item.status.kind === 'conflict' && choice?.onConflict === 'rotate'
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      style={{ transform: `translateY(${topPx}px)` }}
      className={classNames(grid, 'absolute inset-x-0 top-0 h-10 border-b border-hairline-soft', !choice && 'text-2')}
    >
      <span role="cell">
        {choice && (
          <Checkbox checked={choice.chosen} onChange={(chosen) => onChange({ chosen })}>
            <span className="sr-only">Import {item.name}</span>
          </Checkbox>
        )}
      </span>
      <span role="cell" className="cut font-mono text-code" title={item.line === null ? item.name : `${item.name}, line ${item.line}`}>
        {item.name || `line ${item.line}`}
      </span>
      <span role="cell" className="cut">
        {choice && providerNames[item.provider]}
      </span>
      <span role="cell" className="min-w-0">
        {choice && !rotates && (
          <span className={inputFrame(false, wrong !== null)}>
            <input
              type="text"
              aria-label={`Label of ${item.name}`}
              aria-invalid={wrong ? true : undefined}
              title={wrong ?? undefined}
              value={choice.label}
              onChange={(event) => onChange({ label: event.target.value })}
              spellCheck={false}
              autoComplete="off"
              className={inputText}
            />
          </span>
        )}
        {rotates && item.status.kind === 'conflict' && <span className="cut block">{item.status.existingLabel}</span>}
      </span>
      <span role="cell" className="cut font-mono text-code text-2">
        {item.hint}
      </span>
      <span role="cell" className="min-w-0 text-small">
        <Happens item={item} choice={choice} onChange={onChange} />
      </span>
    </div>
  )
}

const conflictOptions = [
  { value: 'rotate', label: 'Rotate it' },
  { value: 'add', label: 'Add beside' },
] as const

const Happens = ({ item, choice, onChange }: Pick<ItemRowProps, 'item' | 'choice' | 'onChange'>) => {
  const { status } = item
  if (status.kind === 'skipped')
    return (
      <span className="line-clamp-2" title={status.reason}>
        {status.reason}
      </span>
    )
  if (status.kind === 'duplicate') return <span className="line-clamp-2">In the vault already, as {status.existingLabel}</span>
  if (status.kind === 'new') return choice?.chosen ? 'Is added' : <span className="text-2">Left out</span>
  if (!choice?.chosen) return <span className="text-2">Left out</span>
  return (
    <Segments
      label={`A key is called ${status.existingLabel} already`}
      value={choice.onConflict}
      options={conflictOptions}
      onChange={(onConflict) => onChange({ onConflict })}
    />
  )
}
