// Rule: every import, type imports counted, keeps to the table of rooms; a file in no room is an error.
import { findRoom, judgeImport } from '../judge-import.ts'
import { pathOf } from './rule.ts'
import type { Node, Rule } from './rule.ts'

interface Literal extends Node {
  value?: unknown
}
interface ImportLike extends Node {
  source: Literal | null
  importKind?: 'type' | 'value'
  exportKind?: 'type' | 'value'
  specifiers?: { importKind?: 'type' | 'value'; exportKind?: 'type' | 'value' }[]
}

const isTypeOnly = ({ importKind, exportKind, specifiers = [] }: ImportLike) =>
  importKind === 'type' ||
  exportKind === 'type' ||
  (specifiers.length > 0 && specifiers.every((specifier) => (specifier.importKind ?? specifier.exportKind) === 'type'))

export const walls: Rule = {
  create(context) {
    const path = pathOf(context)
    if (!findRoom(path)) {
      return {
        Program(node: Node) {
          context.report({
            node,
            message: `No room of lint/walls.ts covers ${path}. Move the file, or give it a room (a feature: one line in \`featurePackages\`).`,
          })
        },
      }
    }
    const judge = (node: Node, specifier: unknown, typeOnly: boolean) => {
      if (typeof specifier !== 'string') return
      const refusal = judgeImport(path, { specifier, typeOnly })
      if (refusal) context.report({ node, message: refusal })
    }
    const judgeDeclaration = (node: ImportLike) => {
      if (node.source) judge(node.source, node.source.value, isTypeOnly(node))
    }
    return {
      ImportDeclaration: judgeDeclaration,
      ExportNamedDeclaration: judgeDeclaration,
      ExportAllDeclaration: judgeDeclaration,
      ImportExpression(node: ImportLike) {
        judge(node, node.source?.value, false)
      },
      TSImportType(node: ImportLike & { argument?: Node & { literal?: Literal; value?: unknown } }) {
        judge(node, node.source?.value ?? node.argument?.literal?.value ?? node.argument?.value, true)
      },
      CallExpression(node: Node & { callee: Node & { name?: string }; arguments: Literal[] }) {
        if (node.callee.type === 'Identifier' && node.callee.name === 'require') judge(node, node.arguments[0]?.value, false)
      },
    }
  },
}
