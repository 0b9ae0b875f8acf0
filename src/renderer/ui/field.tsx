/** A label, its control and the line below: help, or the error that takes its place. Wired for screen readers. */
import { useId, type ReactNode } from 'react'
import { classNames } from './class-names.ts'

export interface FieldWiring {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

export interface FieldProps {
  label: ReactNode
  /** A sentence that helps before anything is wrong. */
  help?: ReactNode
  /** A sentence that says how to get it right. */
  error?: ReactNode
  className?: string
}

export const Field = ({ label, help, error, className, children }: FieldProps & { children: (wiring: FieldWiring) => ReactNode }) => {
  const id = useId()
  const below = error || help
  return (
    <div className={classNames('grid gap-1', className)}>
      <label htmlFor={id} className="text-small font-strong">
        {label}
      </label>
      {children({ id, 'aria-describedby': below ? `${id}-below` : undefined, 'aria-invalid': error ? true : undefined })}
      <p
        id={`${id}-below`}
        role={error ? 'alert' : undefined}
        className={classNames('text-small empty:hidden', error ? 'text-critical' : 'text-2')}
      >
        {below}
      </p>
    </div>
  )
}

/** The frame that every typed-in control has. */
export const inputFrame = (form: boolean, wrong: boolean) =>
  classNames(
    'flex min-w-0 items-center gap-2 rounded-2 border bg-surface-2 px-2 text-2',
    'focus-within:border-transparent focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-focus has-disabled:bg-transparent',
    form ? 'h-control-form' : 'h-control',
    wrong ? 'border-critical' : 'border-control-edge',
  )
export const inputText = 'min-w-0 flex-1 bg-transparent p-0 text-1 outline-none disabled:text-3'
