// Auth0's own deployment tool carries a tenant's look, words and mails from one Lintel to another.
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { ADMIN, createTestApp, type TestApp } from '../support/app.ts'
import { newTheme } from '../support/managed.ts'
import { localhostTls } from '../support/tls.ts'

t.setTimeout(120_000)
const TOOL = fileURLToPath(import.meta.resolve('auth0-deploy-cli'))
const folder = await mkdtemp(path.join(tmpdir(), 'lintel-deploy-'))
t.teardown(() => rm(folder, { recursive: true, force: true }))
const tls = localhostTls()
const ca = path.join(folder, 'ca.pem')
await writeFile(ca, tls.cert)

async function tool(app: TestApp, ...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [TOOL, ...args], {
    cwd: folder,
    env: {
      NODE_EXTRA_CA_CERTS: ca,
      AUTH0_DOMAIN: new URL(app.issuer).host,
      AUTH0_CLIENT_ID: ADMIN.client_id,
      AUTH0_CLIENT_SECRET: ADMIN.client_secret,
      AUTH0_API_MAX_RETRIES: '1',
      AUTH0_INCLUDED_ONLY: JSON.stringify(['branding', 'themes', 'prompts', 'emailTemplates', 'emailProvider']),
    },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => {
      output += chunk
    })
  const code = await new Promise<number | null>(resolve => child.on('close', resolve))
  return { code, output }
}

const READ = [
  '/branding',
  '/prompts',
  '/prompts/login/custom-text/en',
  '/prompts/signup/partials',
  '/email-templates/verify_email',
  '/emails/provider',
]
const described = async (app: TestApp) => {
  const { themeId: _, ...theme } = (await app.api('GET', '/branding/themes/default')).body
  return [theme, ...(await Promise.all(READ.map(async at => (await app.api('GET', at)).body)))]
}

t.test('what it exports it imports', { timeout: 120_000 }, async t => {
  const [from, to] = [await createTestApp(t, { tls }), await createTestApp(t, { tls })]
  for (const [method, at, body] of [
    ['PATCH', '/branding', { colors: { primary: '#0059d6' }, logo_url: 'https://acme.example/logo.png' }],
    ['POST', '/branding/themes', newTheme()],
    ['PATCH', '/prompts', { identifier_first: true }],
    ['PUT', '/prompts/login/custom-text/en', { login: { title: 'Welcome' } }],
    ['PUT', '/prompts/signup/partials', { signup: { 'form-content-start': '<p>Hello</p>' } }],
    [
      'POST',
      '/email-templates',
      {
        template: 'verify_email',
        body: '<p>{{ url }}</p>',
        from: '',
        subject: 'Hi',
        syntax: 'liquid',
        enabled: true,
        urlLifetimeInSeconds: 432_000,
      },
    ],
    ['POST', '/emails/provider', { name: 'smtp', credentials: { smtp_host: 'mail.example', smtp_port: 587 } }],
  ] as const) {
    const answer = await from.api(method, at, body)
    t.ok(answer.status < 300, `${at}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }
  const exported = await tool(from, 'export', '-f', 'yaml', '-o', path.join(folder, 'out'))
  t.equal(exported.code, 0, exported.output)
  const imported = await tool(to, 'import', '-i', path.join(folder, 'out/tenant.yaml'))
  t.equal(imported.code, 0, imported.output)
  t.same(await described(to), await described(from))
})
