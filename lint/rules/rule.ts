// The part of oxlint's plugin interface that our rules use (it follows ESLint's; oxlint ships no types for it outside its test kit).
import { relative, sep } from 'node:path'

export interface Node {
  type: string
  [property: string]: unknown
}

export interface Context {
  filename: string
  cwd: string
  sourceCode: { text: string }
  report(finding: { node: Node; message: string }): void
}

export interface Rule {
  create(context: Context): Partial<Record<string, (node: never) => void>>
}

/** From the root of the repository, with `/`. */
export const pathOf = ({ filename, cwd }: Context): string => relative(cwd, filename).split(sep).join('/')
