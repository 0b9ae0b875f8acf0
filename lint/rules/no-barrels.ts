// Rule: nothing is exported on behalf of another file, so that an import always names where the thing is written.
import type { Node, Rule } from './rule.ts'

const message = 'No re-exports: import from the file where the thing is written.'

export const noBarrels: Rule = {
  create(context) {
    return {
      ExportAllDeclaration(node: Node) {
        context.report({ node, message })
      },
      ExportNamedDeclaration(node: Node & { source: Node | null }) {
        if (node.source) context.report({ node, message })
      },
    }
  },
}
