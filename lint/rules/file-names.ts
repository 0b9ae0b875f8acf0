// Rule: files and folders are named after their one job; no drawers for everything and no barrels.
import { pathOf } from './rule.ts'
import type { Node, Rule } from './rule.ts'

const drawers = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'lib', 'index'])
const form = /^\.?[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/

export const fileNames: Rule = {
  create(context) {
    return {
      Program(node: Node) {
        const path = pathOf(context)
        for (const part of path.split('/')) {
          const stem = part.replace(/\.(?:test\.)?[cm]?[jt]sx?$/, '')
          if (drawers.has(stem))
            context.report({ node, message: `"${part}" names no job. Name the file or folder after what it does (${path}).` })
          else if (!form.test(stem)) context.report({ node, message: `"${part}" is not in kebab-case (${path}).` })
        }
      },
    }
  },
}
