/** The search of a page: `/` puts the focus here. */
import { Search } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { inputFrame, inputText } from './field.tsx'
import { KeyHint } from './key-hint.tsx'

interface SearchFieldProps extends Omit<ComponentProps<'input'>, 'type'> {
  'aria-label': string
  /** Between the text and the key hint: how many were found. */
  after?: ReactNode
}

export const SearchField = ({ className, after, ...input }: SearchFieldProps) => (
  <span className={classNames(inputFrame(false, false), className)}>
    <Search aria-hidden />
    <input type="search" data-page-search="" spellCheck={false} {...input} className={inputText} />
    {after}
    <KeyHint>/</KeyHint>
  </span>
)
