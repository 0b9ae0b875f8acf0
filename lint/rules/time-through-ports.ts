// Rule: time and chance reach the core through its ports, so that tests move the clock by hand and never sleep.
import { matchesAny } from '../patterns.ts'
import { pathOf } from './rule.ts'
import type { Node, Rule } from './rule.ts'

const core = ['src/main/features/**', 'src/main/console/**', 'src/guard/**', '!**/*.test.ts']
const members = new Set(['Date.now', 'Math.random', 'crypto.randomUUID'])
const calls = new Set(['setTimeout', 'setInterval', 'randomUUID'])

interface Name extends Node {
  name?: string
}

export const timeThroughPorts: Rule = {
  create(context) {
    if (!matchesAny(core, pathOf(context))) return {}
    const report = (node: Node, name: string) =>
      context.report({
        node,
        message: `${name}: take time from the Clock and ids from Ids (src/ports), so that tests can move them by hand.`,
      })
    return {
      MemberExpression(node: Node & { object: Name; property: Name }) {
        const name = `${node.object.name ?? ''}.${node.property.name ?? ''}`
        if (members.has(name)) report(node, name)
      },
      CallExpression(node: Node & { callee: Name }) {
        if (node.callee.type === 'Identifier' && calls.has(node.callee.name ?? '')) report(node, node.callee.name!)
      },
      NewExpression(node: Node & { callee: Name; arguments: Node[] }) {
        if (node.callee.name === 'Date' && node.arguments.length === 0) report(node, 'new Date()')
      },
    }
  },
}
