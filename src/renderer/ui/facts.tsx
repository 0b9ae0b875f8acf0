/** Names and values of one thing. */
import { Fragment, type ReactNode } from 'react'
import { classNames } from './class-names.ts'

interface FactsProps {
  facts: readonly { name: string; value: ReactNode }[]
  /** On a page, where names have room; else as narrow as in a side panel. */
  wide?: boolean
}

export const Facts = ({ facts, wide = false }: FactsProps) => (
  <dl className={classNames('grid gap-x-3 gap-y-1', wide ? 'grid-cols-[200px_minmax(0,1fr)]' : 'grid-cols-[96px_minmax(0,1fr)]')}>
    {facts.map(({ name, value }) => (
      <Fragment key={name}>
        <dt className="text-2">{name}</dt>
        <dd className="flex min-w-0 flex-wrap items-center gap-x-2 [overflow-wrap:anywhere]">{value}</dd>
      </Fragment>
    ))}
  </dl>
)
