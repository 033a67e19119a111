// What is set of pages, proofs and messages, in a folder and out of it.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import t, { type Test } from 'tap'
import { buildBreachedPasswords } from '../src/store/breached-passwords.ts'
import { createTestApp, KEYS, type TestApp } from './support/app.ts'
import { command } from './support/command.ts'
import { newTheme } from './support/managed.ts'

const envOf = (app: TestApp) => ({
  DATABASE_URL: app.database.url,
  LINTEL_ENCRYPTION_KEYS: `test:${KEYS[0]?.key.toString('base64')}`,
  LINTEL_ISSUER: app.issuer,
  LINTEL_ARGON2_MEMORY: '1024',
  LINTEL_ARGON2_ITERATIONS: '1',
})

async function folderOf(t: Test): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lintel-moving-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}
/** Files of these contents; objects as JSON. */
async function folderWith(t: Test, files: { [file: string]: unknown }): Promise<string> {
  const folder = await folderOf(t)
  for (const [file, value] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
    await writeFile(path.join(folder, file), typeof value === 'string' ? value : JSON.stringify(value))
  }
  return folder
}

/** Every file of it. */
async function textOf(folder: string): Promise<string> {
  const files = (await readdir(folder, { recursive: true })).filter(file => path.extname(file) !== '').sort()
  return (await Promise.all(files.map(file => readFile(path.join(folder, file), 'utf8')))).join('\n')
}

t.test('how people prove who they are, and what they see of it, moves', async t => {
  const [from, to] = [await createTestApp(t), await createTestApp(t)]
  const frame = '<!DOCTYPE html><html><head>{%- auth0:head -%}</head><body>{%- auth0:widget -%}</body></html>'
  const { themeId: _, ...theme } = (await to.api('POST', '/branding/themes', newTheme())).body
  const seed = await folderWith(t, {
    'tenant.json': { enabled_locales: ['en'] },
    'attack-protection/bot-detection.json': { bot_detection_level: 'high', allowlist: ['203.0.113.7'] },
    'attack-protection/captcha.json': { active_provider_id: 'arkose', arkose: { site_key: 'x' } },
    'branding/branding.json': { colors: { primary: '#0059d6' } },
    'branding/templates/universal_login.json': { template: 'universal_login', body: './universal_login.html' },
    'branding/templates/universal_login.html': frame,
    'connections/email.json': { name: 'email', strategy: 'email', options: { email: { body: './email.html' } } },
    'connections/email.html': '',
    'emails/provider.json': {
      name: 'smtp',
      enabled: false,
      credentials: { smtp_host: 'mail.acme.example', smtp_port: 587, smtp_user: 'acme', smtp_pass: '##SMTP_PASS##' },
    },
    'emails/verify_email.json': {
      template: 'verify_email',
      body: './verify_email.html',
      from: '',
      subject: 'Hi',
      syntax: 'liquid',
      enabled: true,
    },
    'emails/verify_email.html': '<p>{{ url }}</p>',
    'emails/user_invitation.json': {
      template: 'user_invitation',
      body: 'Hello',
      from: '',
      subject: '',
      syntax: 'liquid',
      enabled: true,
    },
    'guardian/factors/otp.json': { name: 'otp', enabled: true },
    'guardian/factors/duo.json': { name: 'duo', enabled: true },
    'guardian/policies.json': { policies: ['all-applications'] },
    'guardian/phoneFactorMessageTypes.json': { message_types: ['sms', 'voice'] },
    'guardian/phoneFactorSelectedProvider.json': { provider: 'twilio' },
    'guardian/rememberBrowser.json': { display_remember_me_checkbox: false },
    'phone-providers/provider.json': [
      {
        name: 'twilio',
        disabled: false,
        configuration: { sid: 'AC1', default_from: '+15005550006', delivery_methods: ['text'] },
        credentials: { auth_token: '##TWILIO_AUTH_TOKEN##' },
      },
    ],
    'phone-templates/otp_verify.json': {
      type: 'otp_verify',
      disabled: false,
      content: { syntax: 'liquid', from: '', body: { text: '{{ code }}', voice: '{{ code }}' } },
    },
    'prompts/prompts.json': { identifier_first: true },
    'prompts/custom-text.json': { en: { login: { login: { title: 'Welcome', unheardOf: 'x' } } } },
    'prompts/partials.json': {
      signup: [{ signup: [{ name: 'form-content-start', template: 'partials/hello.liquid' }] }],
    },
    'prompts/partials/hello.liquid': '<p>Hello</p>',
    'themes/theme.json': theme,
  })
  const config = path.join(await folderOf(t), 'config.json')
  const secrets = { SMTP_PASS: 'the-secret-of-mail', TWILIO_AUTH_TOKEN: 'the-secret-of-phones' }
  await writeFile(config, JSON.stringify({ AUTH0_KEYWORD_REPLACE_MAPPINGS: secrets }))
  const run = (app: TestApp, folder: string, ...args: string[]) =>
    command(['import', 'auth0', folder, '--config', config, ...args], envOf(app))

  const first = await run(from, seed, '--yes', '--leave-out')
  t.equal(first.code, 0, first.stdout + first.stderr)
  for (const said of [
    '! unsupported guardianFactors duo: Lintel does not have the factor duo. It is accepted only as not enabled.',
    /! unsupported emailTemplates user_invitation: Lintel sends no user_invitation/,
    '    leaves out login.unheardOf: ',
    '    leaves out active_provider_id: Lintel does not enforce active_provider_id.',
  ])
    t.match(first.stdout, said)
  t.match((await from.api('GET', '/branding/templates/universal-login')).body, { body: frame })
  t.match((await from.api('GET', '/email-templates/verify_email')).body, { body: '<p>{{ url }}</p>' })
  t.match((await from.api('GET', '/prompts/signup/partials')).body, {
    signup: { 'form-content-start': '<p>Hello</p>' },
  })
  t.match((await from.api('GET', '/guardian/settings')).body, { display_remember_me_checkbox: false })
  t.match((await from.api('GET', '/branding/phone/providers')).body, { providers: [{ name: 'twilio' }] })

  const exported: { [format: string]: string } = {}
  for (const format of ['directory', 'yaml']) {
    exported[format] = await folderOf(t)
    t.equal((await command(['export', exported[format], '--format', format], envOf(from))).code, 0)
    t.notMatch(await textOf(exported[format]), /the-secret/)
  }
  const unchanged = /^0 to create, 0 to update, \d+ unchanged, 0 unsupported/
  t.match((await run(from, exported.directory!)).stdout, unchanged)
  const moved = await run(to, exported.directory!, '--yes')
  t.equal(moved.code, 0, moved.stdout + moved.stderr)
  t.match((await run(to, exported.yaml!)).stdout, unchanged)
})

t.test('every setting of proofs, protection and mails is the same after a move', async t => {
  const breached_passwords_file = path.join(await folderOf(t), 'breached')
  const list = path.join(await folderOf(t), 'list')
  await writeFile(list, `${'A'.repeat(40)}:3\n`)
  await buildBreachedPasswords(list, breached_passwords_file)
  const list_of = { LINTEL_BREACHED_PASSWORDS_FILE: breached_passwords_file }
  const [from, to] = [
    await createTestApp(t, { breached_passwords_file }),
    await createTestApp(t, { breached_passwords_file }),
  ]
  const settings = {
    '/attack-protection/bot-detection': {
      bot_detection_level: 'low',
      challenge_password_policy: 'always',
      allowlist: ['203.0.113.7'],
    },
    '/attack-protection/breached-password-detection': {
      enabled: true,
      shields: ['block', 'user_notification'],
      stage: { 'pre-user-registration': { shields: ['block'] } },
    },
    '/attack-protection/brute-force-protection': {
      enabled: true,
      shields: ['block'],
      mode: 'count_per_identifier',
      max_attempts: 7,
      allowlist: ['198.51.100.0/24'],
    },
    '/attack-protection/suspicious-ip-throttling': {
      enabled: true,
      shields: ['block'],
      allowlist: ['192.0.2.1'],
      stage: {
        'pre-login': { max_attempts: 50, rate: 800_000 },
        'pre-user-registration': { max_attempts: 40, rate: 2_000 },
      },
    },
    '/branding': {
      colors: { primary: '#0059d6', page_background: '#fafafa' },
      logo_url: 'https://cdn.example/logo.png',
      favicon_url: 'https://cdn.example/icon.png',
    },
    '/guardian/settings': {
      display_remember_me_checkbox: false,
      remember_me_default_value: true,
      mfa_session_inactivity_timeout: 3_600,
      mfa_session_overall_timeout: 7_200,
    },
    '/guardian/factors/email/settings': { otp_length: 6, otp_expiration_time: 240 },
    '/guardian/factors/phone/settings': { otp_length: 6, otp_expiration_time: 180 },
    '/guardian/factors/phone/message-types': { message_types: ['voice'] },
    '/guardian/policies': ['confidence-score'],
    '/guardian/factors/otp': { enabled: true },
    '/guardian/factors/email': { enabled: true },
    '/guardian/factors/recovery-code': { enabled: true },
    '/guardian/factors/webauthn-roaming': { enabled: true },
    '/guardian/factors/webauthn-platform': { enabled: true },
    '/prompts': { identifier_first: true, webauthn_platform_first_factor: false },
    '/tenants/settings': {
      friendly_name: 'Acme',
      enabled_locales: ['de', 'en'],
      phone_messages: { per_hour: 77, per_day: 777 },
      support_email: 'help@acme.example',
      session_lifetime: 12,
      idle_session_lifetime: 5,
      customize_mfa_in_postlogin_action: false,
      acr_values_supported: ['urn:lintel:acr:single-factor'],
      device_flow: { charset: 'digits', mask: '****-****' },
      picture_url: 'https://cdn.example/p.png',
    },
  }
  for (const [path, body] of Object.entries(settings)) {
    const method = path.startsWith('/guardian') ? 'PUT' : 'PATCH'
    const answer = await from.api(method, path, body)
    t.ok(answer.status < 300, `${path} ${JSON.stringify(answer.body)}`)
  }
  const folder = await folderOf(t)
  t.equal((await command(['export', folder], { ...envOf(from), ...list_of })).code, 0)
  const moved = await command(['import', 'auth0', folder, '--yes'], { ...envOf(to), ...list_of })
  t.equal(moved.code, 0, moved.stdout + moved.stderr)
  for (const path of [
    ...Object.keys(settings).filter(path => !/factors\/[a-z-]+$/.test(path)),
    '/guardian/factors',
    '/guardian/settings',
  ])
    t.same((await to.api('GET', path)).body, (await from.api('GET', path)).body, path)
})
