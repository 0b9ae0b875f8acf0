/** Names and values of one thing. */
import { Fragment, type ReactNode } from 'react'

export const Facts = ({ facts }: { facts: readonly { name: string; value: ReactNode }[] }) => (
  <dl className="grid grid-cols-[96px_minmax(0,1fr)] gap-x-3 gap-y-1">
    {facts.map(({ name, value }) => (
      <Fragment key={name}>
        <dt className="text-2">{name}</dt>
        <dd className="flex min-w-0 flex-wrap items-center gap-x-2 [overflow-wrap:anywhere]">{value}</dd>
      </Fragment>
    ))}
  </dl>
)
