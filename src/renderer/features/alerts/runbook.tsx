/** Where it is written what to do. The desktop window opens no other page: there the address is copied. */
import { ExternalLink } from 'lucide-react'
import { onDesktop } from '../../api/host.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Well } from '../../ui/well.tsx'

export const Runbook = ({ url }: { url: string }) =>
  onDesktop ? (
    <Well after={<CopyButton text={url} name="Copy the address of the runbook" />}>{url}</Well>
  ) : (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      title={url}
      className="inline-flex max-w-full items-center gap-1.5 text-accent-text hover:underline"
    >
      <ExternalLink aria-hidden />
      <span className="cut">Open the runbook at {URL.canParse(url) ? new URL(url).host : url}</span>
    </a>
  )
