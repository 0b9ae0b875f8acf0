/** The calls of the REST interface, each with what it takes and the line that makes it. */
import type { DescribedProcedure } from '../../../shared/contract/every-procedure.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { isPermission, takesWord, whyNoToken } from './call-words.ts'
import { callLine } from './token-words.ts'

const head = 'h-7 px-2 text-left text-micro font-normal text-3 first:pl-4 last:pr-4'
const cell = 'border-b border-hairline-soft px-2 py-1.5 align-top first:pl-4 last:pr-4'

interface CallTableProps {
  calls: readonly DescribedProcedure[]
  address: string | null
  /** Some are not for access tokens: each says whether it is. */
  mixed: boolean
}

export const CallTable = ({ calls, address, mixed }: CallTableProps) => (
  <table className="w-full table-fixed border-collapse">
    <colgroup>
      <col className="w-16" />
      <col className="w-[34%]" />
      <col />
      <col className="w-44" />
      {mixed && <col className="w-40 max-wide:w-32" />}
      <col className="w-14" />
    </colgroup>
    <thead className="sticky top-0 z-1 bg-surface-1 shadow-[inset_0_-1px_var(--hairline)]">
      <tr>
        <th className={head}>Method</th>
        <th className={head}>Address</th>
        <th className={head}>What it does</th>
        <th className={head}>Takes</th>
        {mixed && <th className={head}>Access token</th>}
        <th className={head}>
          <span className="sr-only">Copy</span>
        </th>
      </tr>
    </thead>
    <tbody>
      {calls.map((call) => (
        <CallRow key={call.name} call={call} address={address} mixed={mixed} />
      ))}
    </tbody>
  </table>
)

const CallRow = ({ call, address, mixed }: Omit<CallTableProps, 'calls'> & { call: DescribedProcedure }) => {
  const why = whyNoToken(call.meta)
  return (
    <tr>
      <td className={`${cell} font-mono text-code text-2`}>{call.method}</td>
      <td className={`${cell} font-mono text-code [overflow-wrap:anywhere]`}>/api{call.path}</td>
      <td className={cell}>{call.summary}</td>
      <td className={cell}>
        {isPermission(call.meta.needs) ? <span className="font-mono text-code">{call.meta.needs}</span> : takesWord(call.meta)}
      </td>
      {mixed && <td className={cell}>{why === null ? 'Yes' : <span className="text-3">No, {why}</span>}</td>}
      <td className={`${cell} py-0 text-right`}>
        {why === null && address !== null && (
          <CopyButton text={callLine(address, call)} name={`Copy the call of ${call.method} /api${call.path}`} />
        )}
      </td>
    </tr>
  )
}
