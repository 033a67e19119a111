// docs/security.md says which test holds what: it may not say more than there is.
import { existsSync, readFileSync } from 'node:fs'
import t from 'tap'

const page = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8')
const lines = page.split('\n')
const filesIn = (text: string) => text.match(/test\/[\w./-]+\.test\.ts/g) ?? []
const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')

t.test('every file that it names is there', async t => {
  const named = new Set(filesIn(page))
  t.ok(named.size > 30)
  for (const file of named) t.ok(existsSync(new URL(`../../${file}`, import.meta.url)), file)
})

t.test('every advisory stands in a test of its line', async t => {
  const advisories = /CVE-\d{4}-\d+|GHSA(?:-[a-z0-9]{4}){3}/g
  const rows = lines.filter(line => line.startsWith('|') && line.match(advisories))
  t.ok(rows.length > 25)
  for (const row of rows) {
    const sources = filesIn(row).map(read)
    for (const advisory of row.match(advisories) ?? [])
      t.ok(
        sources.some(source => source.includes(advisory)),
        advisory,
      )
  }
})

t.test('a line without a test says why', async t => {
  const clauses = lines.filter(line => /^\| \d/.test(line))
  t.ok(clauses.length > 60)
  for (const line of clauses.filter(clause => filesIn(clause).length === 0))
    t.match(line, /\*\*not yet\*\*|\*\*open\*\*|there (is|are) no|nothing of our own/, line)
})
