// Rule: the first line of a file is a comment that tells its one job (tests are told by the file they stand beside).
import { pathOf } from './rule.ts'
import type { Node, Rule } from './rule.ts'

export const jobOnFirstLine: Rule = {
  create(context) {
    return {
      Program(node: Node) {
        if (/\.(?:test|spec)\.tsx?$/.test(pathOf(context))) return
        if (!/^(?:#![^\n]*\n)?(?:\/\/ ?\S|\/\*\*?(?:\s|\*)*\w)/.test(context.sourceCode.text)) {
          context.report({ node, message: 'Begin the file with a comment that tells its one job.' })
        }
      },
    }
  },
}
