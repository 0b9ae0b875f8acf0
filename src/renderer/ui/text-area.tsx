/** Several lines of text, for use inside a Field. */
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

interface TextAreaProps extends ComponentProps<'textarea'> {
  mono?: boolean
}

export const TextArea = ({ mono = false, className, ...rest }: TextAreaProps) => (
  <textarea
    {...rest}
    className={classNames(
      'w-full resize-y rounded-2 border bg-surface-2 px-2 py-1.5 [overflow-wrap:anywhere] focus:border-transparent focus:outline-2 focus:-outline-offset-1 focus:outline-focus',
      mono && 'font-mono text-code',
      rest['aria-invalid'] ? 'border-critical' : 'border-control-edge',
      className,
    )}
  />
)
