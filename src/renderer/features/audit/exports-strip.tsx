/** The exports under way, under every page: they go on while one works elsewhere. */
import { useMay } from '../../api/access.ts'
import { ExportLine } from './export-line.tsx'
import { isUnfinished } from './export-words.ts'
import { putExportAway, useShownExports } from './exports.ts'

export const ExportsStrip = () => (useMay('audit:export') ? <Strip /> : null)

/** Only beginnings and ends are told to those who listen. */
const Strip = () => {
  const exports = useShownExports()
  const running = exports.filter(isUnfinished).length
  return (
    <>
      <p role="status" className="sr-only">
        {running > 0
          ? `${running === 1 ? 'An export is' : `${running} exports are`} under way`
          : exports.length > 0
            ? 'The exports have ended'
            : ''}
      </p>
      {exports.length > 0 && (
        <section aria-label="Exports" className="max-h-40 flex-none overflow-auto border-t border-hairline bg-surface-0 px-4 py-1">
          {exports.map((one) => (
            <ExportLine key={one.id} of={one} onPutAway={() => putExportAway(one.id)} />
          ))}
        </section>
      )}
    </>
  )
}
