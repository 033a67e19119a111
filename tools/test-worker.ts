// One of the processes that run test files, one file after the other: what is loaded, compiled and warm for one is so for the next. Each file has
// a `t` of its own, as if it ran alone. Its parent (tools/test.ts) names the files; what they say goes to stdout as TAP.

import { on } from 'node:events'
import { registerHooks } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Test } from 'tap'

declare global {
  var testOf: Map<string, Test>
}
globalThis.testOf = new Map()

const OF = 'test-of:'
/** By this tap follows every promise of the process, to tell whose an error is that nobody caught: a tenth of the suite's processor time. */
const TRACKING = 'async-hook-domain'
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === TRACKING) return { url: `${OF}${TRACKING}`, format: 'module', shortCircuit: true }
    if (specifier !== 'tap' || !globalThis.testOf.has(context.parentURL ?? '')) return next(specifier, context)
    return { url: `${OF}${context.parentURL}`, format: 'module', shortCircuit: true }
  },
  load(url, context, next) {
    if (!url.startsWith(OF)) return next(url, context)
    if (url.endsWith(TRACKING))
      return { format: 'module', source: 'export class Domain { destroy() {} }', shortCircuit: true }
    const source = `export default testOf.get(${JSON.stringify(url.slice(OF.length))})`
    return { format: 'module', source, shortCircuit: true }
  },
})

const { default: t } = await import('tap')

let running: Test = t
for (const kind of ['uncaughtException', 'unhandledRejection'])
  process.on(kind, error => running.fail(`${kind}: ${error?.message ?? error}`, { stack: error?.stack }))

const FILE_TIMEOUT_MS = 120_000

t.setTimeout(0)
const answers = on(process, 'message')
/** The next file; an empty name: that was all. */
async function ask(about: object): Promise<string> {
  // tap lets go of it.
  process.channel?.ref()
  process.send?.({ asks: true, ...about })
  const { value } = await answers.next()
  return String(value?.[0])
}

let done = {}
for (let file = await ask(done); file !== ''; file = await ask(done)) {
  const url = pathToFileURL(path.resolve(file)).href
  const results = await t.test(file, { timeout: FILE_TIMEOUT_MS }, async test => {
    globalThis.testOf.set(url, test)
    running = test
    await import(url).catch(error => test.fail(`it could not be run: ${error.stack}`))
  })
  done = { file, ok: results?.ok === true }
}
process.disconnect()
