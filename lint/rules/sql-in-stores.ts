// Rule: SQL stands in `.store` files, in migrations and in database/, nowhere else in the core or the guard.
import { matchesAny } from '../patterns.ts'
import { pathOf } from './rule.ts'
import type { Node, Rule } from './rule.ts'

const core = ['src/main/**', 'src/guard/**', 'src/ports/**']
const home = ['src/main/database/**', '**/*.store.ts', '**/*.test.ts', 'src/main/test-kit/**']
// By case, because "Select one from the list" is a sentence.
const query = /^\s*(?:SELECT|select)\s[\s\S]*\s(?:FROM|from)\s/
const statement =
  /^\s*(?:insert\s+(?:or\s+\w+\s+)?into\s|update\s+\w+\s+set\s|delete\s+from\s|replace\s+into\s|create\s+(?:unique\s+|temp\s+|virtual\s+)?(?:table|index|trigger|view)\s|alter\s+table\s|drop\s+(?:table|index|trigger|view)\s|pragma\s+\w+|begin\s+(?:immediate|exclusive|deferred)\b)/i

export const sqlInStores: Rule = {
  create(context) {
    const path = pathOf(context)
    if (!matchesAny(core, path) || matchesAny(home, path)) return {}
    const judge = (node: Node, text: unknown) => {
      if (typeof text === 'string' && (query.test(text) || statement.test(text)))
        context.report({ node, message: 'SQL belongs in a .store file of the feature.' })
    }
    return {
      Literal(node: Node & { value?: unknown }) {
        judge(node, node.value)
      },
      TemplateLiteral(node: Node & { quasis: { value: { raw: string } }[] }) {
        judge(node, node.quasis.map((part) => part.value.raw).join('x'))
      },
    }
  },
}
