/** Buttons: verbs with their object. Busy ones keep the focus and cannot be pressed twice. */
import { LoaderCircle } from 'lucide-react'
import type { ComponentProps, MouseEvent } from 'react'
import { classNames } from './class-names.ts'

export type ButtonLook = 'plain' | 'primary' | 'quiet' | 'danger' | 'text'

const base =
  'inline-flex items-center justify-center gap-1.5 rounded-2 border whitespace-nowrap select-none transition-[background-color] ' +
  'disabled:border-transparent disabled:bg-pressed disabled:font-normal disabled:text-3 aria-busy:opacity-80 forced-colors:border-[ButtonBorder]'
const looks: Record<ButtonLook, string> = {
  plain: 'px-2.5 border-hairline-strong bg-surface-2 text-1 enabled:hover:bg-[linear-gradient(var(--hover)_0_0)]',
  primary: 'px-2.5 border-transparent bg-accent text-on-accent font-strong enabled:hover:bg-accent-hover',
  quiet:
    'px-2 border-transparent text-2 enabled:hover:bg-hover enabled:hover:text-1 data-popup-open:bg-pressed data-popup-open:text-1 aria-pressed:bg-pressed',
  danger: 'px-2.5 border-transparent bg-danger text-on-danger font-strong enabled:hover:bg-danger-hover',
  text: '-mx-1.5 px-1.5 border-transparent text-accent-text enabled:hover:bg-hover',
}

export interface ButtonProps extends ComponentProps<'button'> {
  look?: ButtonLook
  /** Forms have taller controls (32 px) than bars (28 px). */
  tall?: boolean
  /** Something runs: a turning sign, and presses are ignored. */
  busy?: boolean
}

export const Button = ({
  look = 'plain',
  tall = false,
  busy = false,
  className,
  onClick,
  children,
  type = 'button',
  ...rest
}: ButtonProps) => {
  const press = (event: MouseEvent<HTMLButtonElement>) => (busy ? event.preventDefault() : onClick?.(event))
  const height = look === 'text' ? 'h-6' : tall ? 'h-control-form' : 'h-control'
  return (
    <button
      type={type}
      {...rest}
      onClick={press}
      aria-busy={busy || undefined}
      aria-disabled={busy || rest['aria-disabled']}
      className={classNames(base, looks[look], height, className)}
    >
      {busy && <LoaderCircle className="animate-turn" aria-hidden />}
      {children}
    </button>
  )
}
