import { execFile } from 'node:child_process'
import path from 'node:path'
import t from 'tap'

const ROOT = path.join(import.meta.dirname, '..')

/** What the check of CI says of a tree of source files. */
function check(folder: string): Promise<{ code: number; output: string }> {
  const args = ['--config', path.join(ROOT, '.dependency-cruiser.mjs'), 'src']
  return new Promise(resolve => {
    execFile(path.join(ROOT, 'node_modules/.bin/depcruise'), args, { cwd: folder }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    )
  })
}

const violations: [name: string, rule: string, files: { [file: string]: string }][] = [
  ['a storey that imports a room', 'store-stays-low', { 'store/a.ts': "import '../http/b.ts'", 'http/b.ts': '' }],
  [
    'a storey that imports its neighbour',
    'store-not-sideways',
    { 'store/a.ts': "import '../mail/b.ts'", 'mail/b.ts': '' },
  ],
  [
    'a room that imports another',
    'oidc-not-sideways',
    { 'oidc/a.ts': "import '../management/b.ts'", 'management/b.ts': '' },
  ],
  [
    'a type import in the wrong direction',
    'http-stays-low',
    { 'http/a.ts': "import type { B } from '../login/b.ts'\nexport type A = B", 'login/b.ts': 'export type B = 1' },
  ],
  [
    'a second door into the protocol',
    'login-enters-oidc-by-one-door',
    { 'login/a.ts': "import '../oidc/b.ts'", 'oidc/b.ts': '' },
  ],
  [
    'configuration read behind the door',
    'config-is-read-at-the-door',
    { 'oidc/a.ts': "import '../config.ts'", 'config.ts': '' },
  ],
  ['a circle', 'no-cycles', { 'store/a.ts': "import './b.ts'", 'store/b.ts': "import './a.ts'" }],
]

const tree = (files: { [file: string]: string }) => {
  const out: { [folder: string]: { [file: string]: string } } = {}
  for (const [file, text] of Object.entries(files)) {
    const [folder = '', name] = file.includes('/') ? file.split('/') : ['', file]
    out[folder] = { ...out[folder], [name as string]: text }
  }
  const { '': top, ...folders } = out
  return { 'tsconfig.json': '{}', src: { ...folders, ...top } }
}

t.test('the import arrows of docs/architecture.md are checked:', async t => {
  t.jobs = 2
  for (const [name, rule, files] of violations) {
    await t.test(`${name} is refused`, async t => {
      const { code, output } = await check(t.testdir(tree(files)))
      t.not(code, 0, output)
      t.match(output, rule)
    })
  }

  await t.test('and a tree that keeps them passes', async t => {
    const { code, output } = await check(t.testdir(tree({ 'http/a.ts': "import '../store/b.ts'", 'store/b.ts': '' })))
    t.equal(code, 0, output)
    t.match(output, /\(2 modules, 1 dependencies cruised\)/)
  })
})
