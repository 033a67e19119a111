// Auth0's own deployment tool, started as a person starts it, against a Lintel over https.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { parse } from 'yaml'
import { ADMIN, createTestApp, KEYS, type TestApp } from '../support/app.ts'
import { command } from '../support/command.ts'
import { newTheme } from '../support/managed.ts'
import { localhostTls } from '../support/tls.ts'

const TOOL = fileURLToPath(import.meta.resolve('auth0-deploy-cli'))

const SECRETS = { SMTP_PASS: 'the-secret-of-mail', TWILIO_AUTH_TOKEN: 'the-secret-of-phones' }

const folder = await mkdtemp(path.join(tmpdir(), 'lintel-deploy-'))
// The tool keeps to eight requests a second, and takes its time.
t.setTimeout(240_000)
t.teardown(() => rm(folder, { recursive: true, force: true }))
const ca = path.join(folder, 'ca.pem')
await writeFile(ca, localhostTls().cert)

async function tool(app: TestApp, ...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [TOOL, ...args], {
    cwd: folder,
    env: {
      NODE_EXTRA_CA_CERTS: ca,
      AUTH0_DOMAIN: new URL(app.issuer).host,
      AUTH0_CLIENT_ID: ADMIN.client_id,
      AUTH0_CLIENT_SECRET: ADMIN.client_secret,
      // A test that fails must not wait for retries.
      AUTH0_API_MAX_RETRIES: '1',
      AUTH0_KEYWORD_REPLACE_MAPPINGS: JSON.stringify(SECRETS),
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

const lintel = (app: TestApp, ...args: string[]) =>
  command(args, {
    DATABASE_URL: app.database.url,
    LINTEL_ENCRYPTION_KEYS: `test:${KEYS[0]?.key.toString('base64')}`,
    LINTEL_ISSUER: app.issuer,
    LINTEL_ARGON2_MEMORY: '1024',
    LINTEL_ARGON2_ITERATIONS: '1',
  })

/** A tenant with one of everything that can be described. */
async function furnish(app: TestApp): Promise<void> {
  const made = async (at: string, body: object, method = 'POST') => {
    const answer = await app.api(method, at, body)
    if (answer.status >= 300) throw new Error(`${at} answered ${answer.status}: ${answer.body.message}`)
    return answer.body
  }
  const scopes = [{ value: 'read:orders', description: 'Read orders' }]
  await made('/resource-servers', {
    identifier: 'https://orders.example/',
    name: 'Orders',
    scopes,
    enforce_policies: true,
  })
  const shop = await made('/clients', { name: 'Shop', app_type: 'regular_web', callbacks: ['https://shop.example/cb'] })
  const machine = await made('/clients', { name: 'Machine', app_type: 'non_interactive' })
  await made('/connections', {
    name: 'People',
    strategy: 'auth0',
    enabled_clients: [shop.client_id],
    options: { passwordPolicy: 'good', disable_signup: true },
  })
  await made('/client-grants', {
    client_id: machine.client_id,
    audience: 'https://orders.example/',
    scope: ['read:orders'],
  })
  const role = await made('/roles', { name: 'Clerk', description: 'Sells' })
  await made(`/roles/${role.id}/permissions`, {
    permissions: [{ resource_server_identifier: 'https://orders.example/', permission_name: 'read:orders' }],
  })
  // The tool asks for the words of each prompt in each language.
  const tenant = { friendly_name: 'Acme', session_lifetime: 12, enabled_locales: ['en'] }
  await made('/tenants/settings', tenant, 'PATCH')
  await made('/attack-protection/bot-detection', { bot_detection_level: 'high' }, 'PATCH')
  await made('/branding', { colors: { primary: '#0059d6' } }, 'PATCH')
  await made('/branding/themes', newTheme())
  await made('/custom-domains', { domain: 'id.acme.example', type: 'self_managed_certs' })
  const template = '<!DOCTYPE html><html><head>{%- auth0:head -%}</head><body>{%- auth0:widget -%}</body></html>'
  await made('/branding/templates/universal-login', { template }, 'PUT')
  await made('/branding/phone/providers', {
    name: 'twilio',
    configuration: { sid: 'AC1', default_from: '+15005550006', delivery_methods: ['text'] },
    credentials: { auth_token: SECRETS.TWILIO_AUTH_TOKEN },
  })
  const content = { body: { text: '{{ code }}', voice: '{{ code }}' } }
  await made('/branding/phone/templates', { type: 'otp_verify', content })
  await made('/connections', { name: 'email', strategy: 'email', options: {} })
  const credentials = { smtp_host: 'mail.example', smtp_port: 587, smtp_user: 'acme', smtp_pass: SECRETS.SMTP_PASS }
  await made('/emails/provider', { name: 'smtp', enabled: false, credentials })
  const mail = { body: '<p>{{ url }}</p>', from: '', subject: 'Hi', syntax: 'liquid', enabled: true }
  await made('/email-templates', { template: 'verify_email', ...mail })
  for (const factor of ['otp', 'sms', 'recovery-code'])
    await made(`/guardian/factors/${factor}`, { enabled: true }, 'PUT')
  await made('/guardian/policies', ['all-applications'], 'PUT')
  await made('/guardian/factors/phone/message-types', { message_types: ['sms', 'voice'] }, 'PUT')
  await made('/prompts', { identifier_first: true }, 'PATCH')
  await made('/prompts/login/custom-text/en', { login: { title: 'Welcome' } }, 'PUT')
  await made('/prompts/signup/partials', { signup: { 'form-content-start': '<p>Hello</p>' } }, 'PUT')
}

/** What a tenant is, in Lintel's own words, without its host. */
async function described(app: TestApp): Promise<unknown> {
  const to = await mkdtemp(path.join(folder, 'described-'))
  const { code, stderr } = await lintel(app, 'export', to, '--format', 'yaml')
  if (code !== 0) throw new Error(stderr)
  return parse((await readFile(path.join(to, 'tenant.yaml'), 'utf8')).replaceAll(new URL(app.issuer).host, 'host'))
}

// The tool compiles schemas of its own for seconds in each import: one export and one import judge both ways.
t.test('Auth0’s deployment tool', async t => {
  const tls = localhostTls()
  const [from, to] = [await createTestApp(t, { tls }), await createTestApp(t, { tls })]
  await furnish(from)
  const directory = path.join(folder, 'directory')
  const own = path.join(folder, 'own')
  const read = async (file: string) => JSON.parse(await readFile(path.join(directory, file), 'utf8'))

  await t.test('exports a Lintel, and passes over what is not built', async t => {
    const { code, output } = await tool(from, 'export', '-f', 'directory', '-o', directory)
    t.equal(code, 0, output)
    t.match(output, /Cannot retrieve organizations due to missing scopes/)
    t.match(await read('database-connections/People/database.json'), { name: 'People', enabled_clients: ['Shop'] })
    t.match(await read('roles/Clerk.json'), { name: 'Clerk', permissions: [{ permission_name: 'read:orders' }] })
    t.match(await read('tenant.json'), { friendly_name: 'Acme', session_lifetime: 12 })
  })

  await t.test('writes what lintel import auth0 finds nothing new in', async t => {
    const config = path.join(folder, 'config.json')
    await writeFile(config, JSON.stringify({ AUTH0_KEYWORD_REPLACE_MAPPINGS: { ...SECRETS, SMTP_USER: 'acme' } }))
    const { code, stdout } = await lintel(from, 'import', 'auth0', directory, '--config', config)
    t.equal(code, 0, stdout)
    t.match(stdout, /^0 to create, 0 to update, \d+ unchanged, 0 unsupported/)
  })

  await t.test('imports what Lintel exported into a fresh one, which is the same then', async t => {
    t.equal((await lintel(from, 'export', own)).code, 0)
    const { code, output } = await tool(to, 'import', '-i', own, '--dry-run', '--apply')
    t.equal(code, 0, output)
    t.match(output, /CREATE.*Shop|Shop.*CREATE/s, 'the dry run tells what is to be made')
    t.same(await described(to), await described(from))
  })
})
