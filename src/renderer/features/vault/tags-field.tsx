/** Tags as chips: Enter or a comma adds what was typed, Backspace takes the last one back; tags in use are offered. */
import { X } from 'lucide-react'
import { useRef, useState, type KeyboardEvent } from 'react'
import { keyTags } from '../../../shared/contract/vault.ts'
import { Field, inputFrame, inputText } from '../../ui/field.tsx'

interface TagsFieldProps {
  tags: readonly string[]
  onChange: (tags: string[]) => void
  /** Tags in use, the most used first. */
  suggestions: readonly string[]
  label?: string
}

const mostOffered = 6

export const TagsField = ({ tags, onChange, suggestions, label = 'Tags' }: TagsFieldProps) => {
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const take = (text: string): boolean => {
    const added = text
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean)
    const next = [...new Set([...tags, ...added])]
    const problem = keyTags.safeParse(next).error?.issues[0]?.message ?? null
    setError(problem)
    if (problem) return false
    if (added.length > 0) onChange(next)
    setTyped('')
    return true
  }
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if ((event.key === 'Enter' && typed.trim() !== '') || event.key === ',') {
      event.preventDefault()
      take(typed)
    } else if (event.key === 'Backspace' && typed === '' && tags.length > 0) onChange(tags.slice(0, -1))
  }
  const remove = (tag: string) => {
    onChange(tags.filter((other) => other !== tag))
    input.current?.focus()
  }
  const offered = suggestions
    .filter((tag) => !tags.includes(tag) && tag.toLowerCase().includes(typed.trim().toLowerCase()))
    .slice(0, mostOffered)
  return (
    <div className="grid gap-1">
      <Field label={label} help="Enter or a comma adds one." error={error}>
        {(wiring) => (
          <span className={`${inputFrame(true, error !== null)} !h-auto min-h-control-form flex-wrap !gap-1 py-1`}>
            {tags.map((tag) => (
              <span key={tag} className="inline-flex h-6 max-w-full items-center rounded-1 bg-pressed pl-2 text-small text-1">
                <span className="cut">{tag}</span>
                <button
                  type="button"
                  aria-label={`Remove tag ${tag}`}
                  onClick={() => remove(tag)}
                  className="grid size-6 flex-none place-items-center rounded-1 text-2 hover:text-1"
                >
                  <X aria-hidden className="size-3" />
                </button>
              </span>
            ))}
            <input
              {...wiring}
              ref={input}
              type="text"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              onKeyDown={press}
              onBlur={() => take(typed)}
              spellCheck={false}
              autoComplete="off"
              className={`${inputText} !min-w-24`}
            />
          </span>
        )}
      </Field>
      {offered.length > 0 && (
        <div className="flex flex-wrap gap-1">
          {offered.map((tag) => (
            <button
              key={tag}
              type="button"
              onClick={() => take(tag)}
              aria-label={`Add tag ${tag}`}
              className="h-6 max-w-40 overflow-hidden rounded-1 border border-hairline-strong px-2 text-small text-ellipsis whitespace-nowrap text-2 hover:bg-hover hover:text-1"
            >
              {tag}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
