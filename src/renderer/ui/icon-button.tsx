/** A button that is only a sign: its name is read aloud and shown on hover. */
import { Button, type ButtonProps } from './button.tsx'
import { classNames } from './class-names.ts'
import { Tooltip } from './tooltip.tsx'

interface IconButtonProps extends Omit<ButtonProps, 'aria-label'> {
  /** What it does, as a verb with its object. */
  name: string
  /** A key that does the same, shown after the name. */
  keys?: string
  side?: 'top' | 'right' | 'bottom' | 'left'
}

export const IconButton = ({ name, keys, side = 'bottom', look = 'quiet', className, ...rest }: IconButtonProps) => (
  <Tooltip text={keys ? `${name} (${keys})` : name} side={side}>
    <Button {...rest} look={look} aria-label={name} className={classNames('w-7 !px-0', className)} />
  </Tooltip>
)
