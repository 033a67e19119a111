// A folder to import may be a stranger's, and the names in a tenant may be anybody's.
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import t, { type Test } from 'tap'
import { readFolder, writeFolder } from '../src/moving/auth0-folder.ts'
import { createTestApp, KEYS } from './support/app.ts'
import { command } from './support/command.ts'

async function folderWith(t: Test, files: { [file: string]: string }): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lintel-hostile-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
    await writeFile(path.join(folder, file), text)
  }
  return folder
}

t.test('a folder leads to no other', async t => {
  const elsewhere = await folderWith(t, { 'secret.json': '{"name":"secret"}', 'tenant.yaml': 'tenant: {}' })
  for (const [to, from] of [
    ['clients/Shop.json', 'secret.json'],
    ['clients', '.'],
    ['database-connections/People', '.'],
    ['tenant.json', 'secret.json'],
    ['tenant.yaml', 'tenant.yaml'],
  ] as const) {
    const folder = await folderWith(t, { 'roles/Clerk.json': '{"name":"Clerk"}' })
    await mkdir(path.dirname(path.join(folder, to)), { recursive: true })
    await symlink(path.join(elsewhere, from), path.join(folder, to))
    t.throws(() => readFolder(folder, {}), /symbolic link/, to)
  }
  const turning = await folderWith(t, { 'clients/Shop.json': '{"name":"Shop"}' })
  await symlink('.', path.join(turning, 'clients/round'))
  t.throws(() => readFolder(turning, {}), /symbolic link/, 'nor in a circle')
})

t.test('what is not well formed is said without what stands in it', async t => {
  const keywords = { TOKEN: 'a-secret" value' }
  const asJson = await folderWith(t, { 'clients/Shop.json': '{"name":"##TOKEN##"}' })
  const asYaml = await folderWith(t, { 'tenant.yaml': 'tenant:\n  friendly_name: "##TOKEN##"\n' })
  for (const folder of [asJson, asYaml]) {
    let said = ''
    try {
      readFolder(folder, keywords)
    } catch (error) {
      said = String((error as Error).message)
    }
    t.match(said, /is not well formed: see (line|position) /)
    t.notMatch(said, /secret|value/)
  }
})

t.test('neither aliases without end nor names of JavaScript’s own do any harm', async t => {
  const aliases = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`)
  const bomb = await folderWith(t, { 'tenant.yaml': ['a0: &a0 [x]', ...aliases].join('\n') })
  t.throws(() => readFolder(bomb, {}), /not well formed/)
  const folder = await folderWith(t, {
    'constructor/x.json': '{"name":"x"}',
    '__proto__/x.json': '{"name":"x","polluted":true}',
    'clients/x.json': '{"name":"x","__proto__":{"polluted":true}}',
  })
  t.match(readFolder(folder, {}).clients, [{ name: 'x' }])
  t.notOk('polluted' in {})
})

t.test('an export stays in its folder, whatever things are called', async t => {
  const names = [
    '../../x',
    '..',
    '.',
    '',
    'a\0b',
    'a/b',
    'a\\b',
    'Shop',
    'SHOP',
    'caf\u00e9',
    'cafe\u0301',
    '長'.repeat(200),
    `${'長'.repeat(200)}!`,
    'x\ud800',
    '\u202egpj.exe',
  ]
  const folder = await folderWith(t, {})
  const { written } = writeFolder(folder, 'directory', { roles: names.map(name => ({ name })) }, (_, { name }) =>
    String(name),
  )
  t.equal(new Set(written.map(file => file.normalize().toLowerCase())).size, names.length)
  t.equal((await readdir(path.join(folder, 'roles'))).length, names.length)
  t.same(await readdir(folder), ['roles'])
})

t.test('nothing that is called so hides in a plan, and none asks for Lintel’s own secrets', async t => {
  const app = await createTestApp(t)
  const folder = await folderWith(t, {
    'roles/x.json': JSON.stringify({
      name: 'Clerk\u001b[2K\r\n0 to create\u202e',
      description: '##DATABASE_URL## ##FROM_ENV##',
    }),
  })
  const env = {
    DATABASE_URL: app.database.url,
    LINTEL_ENCRYPTION_KEYS: `test:${KEYS[0]?.key.toString('base64')}`,
    LINTEL_ISSUER: app.issuer,
    LINTEL_ARGON2_MEMORY: '1024',
    LINTEL_ARGON2_ITERATIONS: '1',
    FROM_ENV: 'known',
  }
  const { code, stdout } = await command(['import', 'auth0', folder, '--env'], env)
  t.equal(code, 3, stdout)
  t.match(
    stdout,
    /^\+ create roles Clerk�\[2K��0 to create�\n {4}leaves out description: ##DATABASE_URL## has no value/,
  )
})
