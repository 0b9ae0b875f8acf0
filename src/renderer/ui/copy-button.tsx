/** Copies text and says "Copied". */
import { Check, Copy } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { IconButton } from './icon-button.tsx'
import { toastProblem } from './toast.tsx'

interface CopyButtonProps {
  text: string
  /** What is copied, as in "Copy secret". */
  name: string
  /** Shows the word beside the sign. */
  label?: string
  /** Stands inside a sentence: the word alone, as a link. */
  inSentence?: boolean
  /** Instead of the usual one, where two copy buttons stand near each other. */
  sign?: ReactNode
  className?: string
}

export const CopyButton = ({ text, name, label, inSentence = false, sign: ownSign, className }: CopyButtonProps) => {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      toastProblem({ title: 'Nothing was copied', text: 'This window may not use the clipboard. Select the text and copy it yourself.' })
    }
  }
  const sign = copied ? <Check aria-hidden /> : (ownSign ?? <Copy aria-hidden />)
  const told = (
    <span role="status" className={label ? undefined : 'sr-only'}>
      {copied ? 'Copied' : label}
    </span>
  )
  return label ? (
    <Button look={inSentence ? 'text' : 'plain'} onClick={copy} className={className}>
      {!inSentence && sign}
      {told}
    </Button>
  ) : (
    <>
      <IconButton name={copied ? 'Copied' : name} onClick={copy} className={className}>
        {sign}
      </IconButton>
      {told}
    </>
  )
}
