// docs/conformance.md says which test holds what a module of the OpenID conformance suite asks: it may not say more than there is.
import { existsSync, readFileSync } from 'node:fs'
import t from 'tap'

const root = new URL('../../', import.meta.url)
const read = (file: string) => readFileSync(new URL(file, root), 'utf8')
const page = read('docs/conformance.md')
const rows = page.split('\n').filter(line => /^\| `[\w-]+` \|/.test(line) && !line.includes('-test-plan`'))
const modules = rows.map(row => row.match(/^\| `([^`]+)`/)?.[1] as string)
const isWhole = (text: string) => new RegExp(`^${text}$`)

/** The names of a file's tests; what a template fills in may be anything. */
function sentencesOf(file: string): RegExp[] {
  const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return [...read(file).matchAll(/t\.test\(\s*(?:'([^'\n]+)'|`([^`\n]+)`)|^ +'([^'\n]+)': \{/gm)].map(
    ([, plain, template, key]) =>
      isWhole(
        template === undefined
          ? literally(plain ?? key ?? '')
          : template
              .split(/\$\{[^}]*\}/)
              .map(literally)
              .join('.+'),
      ),
  )
}

t.test('every test that it names is there', async t => {
  const named = [...page.matchAll(/(test\/[\w./-]+\.test\.ts)\s"([^"]+)"/g)]
  t.ok(named.length > 130)
  for (const [, file = '', sentence = ''] of named)
    t.ok(
      existsSync(new URL(file, root)) && sentencesOf(file).some(known => known.test(sentence)),
      `${file} "${sentence}"`,
    )
  for (const [file] of page.matchAll(/test\/[\w./-]+\.test\.ts/g)) t.ok(existsSync(new URL(file, root)), file)
})

t.test('a module has a test, or a reason why not', async t => {
  t.ok(rows.length > 140)
  for (const row of rows) t.match(row, /test\/[\w./-]+\.test\.ts "|\*\*none\*\*: \S/, row)
})

t.test('every module and plan that the script prepares is on the page', async t => {
  const script = read('tools/conformance.ts')
  const known = new Set(modules.flatMap(name => [name, `oidcc-${name}`]))
  for (const [, module = ''] of script.matchAll(/'(oidcc-[\w-]+)'/g))
    t.ok(known.has(module) || module.endsWith('-test-plan'), module)
  for (const [, module = ''] of script.matchAll(/fapi2\(([^)]*)\)/g))
    for (const [, name = ''] of module.matchAll(/'([^']+)'/g)) t.ok(known.has(name), name)
  for (const [, plan = ''] of script.matchAll(/plan: '([\w-]+-test-plan)'/g))
    t.match(page, plan.replace(/certification-test-plan$/, '…'))
})
