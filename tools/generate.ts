// `node tools/generate.ts`: writes what is generated from the code. `--check`: exits 1, naming each committed file that differs.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import fastify from 'fastify'
import { SETTINGS } from '../src/config.ts'
import { UNENFORCED_BREACH_SETTINGS } from '../src/management/attack-protection.ts'
import {
  UNENFORCED_THEME,
  UNENFORCED_THEME_COLORS,
  UNENFORCED_THEME_WIDGET,
} from '../src/management/branding/themes.ts'
import { UNENFORCED_CLIENT_GRANT } from '../src/management/client-grants.ts'
import { UNENFORCED_CLIENT, UNENFORCED_JWT, UNENFORCED_REFRESH_TOKEN } from '../src/management/clients.ts'
import { UNENFORCED_DATABASE_OPTIONS, UNENFORCED_PASSWORDLESS_OPTIONS } from '../src/management/connections/options.ts'
import { UNENFORCED_CONNECTION } from '../src/management/connections.ts'
import { UNENFORCED_CUSTOM_DOMAIN } from '../src/management/custom-domains.ts'
import { ENDPOINTS, NEVER, OWN_ENDPOINTS } from '../src/management/endpoints.ts'
import { UNENFORCED_IMPORT } from '../src/management/jobs/users-imports.ts'
import { UNENFORCED_VERIFICATION_EMAIL } from '../src/management/jobs/verification-email.ts'
import { UNENFORCED_LOG_STREAM } from '../src/management/log-streams.ts'
import { UNENFORCED_NETWORK_SIGNALS } from '../src/management/network-acls.ts'
import { endpointKey } from '../src/management/not-built.ts'
import { type ManagementOptions, management } from '../src/management/plugin.ts'
import { UNENFORCED_PROMPTS } from '../src/management/prompts.ts'
import { UNENFORCED_RESOURCE_SERVER } from '../src/management/resource-servers.ts'
import { UNENFORCED_FLAGS, UNENFORCED_SETTINGS } from '../src/management/tenants.ts'
import { UNENFORCED_TICKET } from '../src/management/tickets.ts'
import type { Unenforced } from '../src/management/unenforced.ts'
import { USER_UNENFORCED } from '../src/management/users/input.ts'
import { SITUATIONS } from '../src/oidc/dialect.ts'
import { REFUSED } from '../src/oidc/refused.ts'
import { EXPLANATIONS } from './compat-deviations.ts'

const ROOT = resolve(import.meta.dirname, '..')

type Document = { paths: { [path: string]: { [method: string]: { operationId: string } } } }

/** The document as a server answers it. Nothing is asked of the options but to be there. */
async function openapiDocument(): Promise<Document> {
  const server = fastify()
  server.setValidatorCompiler(() => () => true)
  server.setSerializerCompiler(() => JSON.stringify)
  server.register(management, { prefix: '/api/v2', ...({ rate_limit: 0 } as ManagementOptions) })
  return (await server.inject('/api/v2/openapi.json')).json()
}

const GROUP_ORDER = [...new Set(SETTINGS.map(({ group }) => group))]
type Setting = { group: string; name: string; says: string; default?: string; secret?: true }
const inGroup = (group: string): Setting[] => SETTINGS.filter(setting => setting.group === group)

function envExample(): string {
  const lines = ['# Generated from src/config.ts by tools/generate.ts. Copy to .env and set what you need.']
  for (const group of GROUP_ORDER) {
    lines.push('', `## ${group}`)
    for (const setting of inGroup(group)) {
      lines.push('', `# ${setting.says}`)
      if (setting.secret) lines.push(`# Or name a file that holds it: ${setting.name}_FILE`)
      lines.push(`#${setting.name}=${setting.default ?? ''}`)
    }
  }
  return `${lines.join('\n')}\n`
}

const row = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
const table = (head: string[], rows: string[][]) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

function configurationPage(): string {
  const sections = GROUP_ORDER.map(group => {
    const rows = inGroup(group).map(setting => [
      `\`${setting.name}\``,
      setting.default === undefined ? '' : `\`${setting.default}\``,
      setting.says + (setting.secret ? ` A secret: \`${setting.name}_FILE\` may name a file instead.` : ''),
    ])
    return `## ${group}\n\n${table(['Setting', 'Default', 'Meaning'], rows)}`
  })
  return `<!-- Generated from src/config.ts by tools/generate.ts. -->

# Configuration

Lintel reads its configuration from the environment, once, at start. It does not start when a setting is malformed, when one of two
settings that go together is missing, or when a \`LINTEL_\` name is unknown; each message says what to set. Tenants’ settings are data,
not configuration: they are in the Management API.

${sections.join('\n\n')}
`
}

const UNENFORCED: [what: string, prefix: string, table: Unenforced][] = [
  ['Breached-password detection', '', UNENFORCED_BREACH_SETTINGS],
  ['Clients', '', UNENFORCED_CLIENT],
  ['Clients', 'jwt_configuration.', UNENFORCED_JWT],
  ['Clients', 'refresh_token.', UNENFORCED_REFRESH_TOKEN],
  ['Client grants', '', UNENFORCED_CLIENT_GRANT],
  ['Connections', '', UNENFORCED_CONNECTION],
  ['Connections', 'options.', UNENFORCED_DATABASE_OPTIONS],
  ['Connections (email, sms)', 'options.', UNENFORCED_PASSWORDLESS_OPTIONS],
  ['Custom domains', '', UNENFORCED_CUSTOM_DOMAIN],
  ['Imports of users', '', UNENFORCED_IMPORT],
  ['Log streams', '', UNENFORCED_LOG_STREAM],
  ['Branding themes', '', UNENFORCED_THEME],
  ['Branding themes', 'colors.', UNENFORCED_THEME_COLORS],
  ['Branding themes', 'widget.', UNENFORCED_THEME_WIDGET],
  ['Prompts', '', UNENFORCED_PROMPTS],
  ['Network ACLs', 'rule.match.', UNENFORCED_NETWORK_SIGNALS],
  ['Network ACLs', 'rule.not_match.', UNENFORCED_NETWORK_SIGNALS],
  ['Resource servers', '', UNENFORCED_RESOURCE_SERVER],
  ['Tenant settings', '', UNENFORCED_SETTINGS],
  ['Tenant settings', 'flags.', UNENFORCED_FLAGS],
  ['Tickets', '', UNENFORCED_TICKET],
  ['Users', '', USER_UNENFORCED],
  ['Verification mails', '', UNENFORCED_VERIFICATION_EMAIL],
]

const ON_PURPOSE = [
  'A new client’s `grant_types` leave out `implicit`. A client of type `spa` or `native` authenticates by `none`, has no `client_credentials`, and its refresh tokens rotate (RFC 9700 §4.14.2).',
  '`client_secret` and `signing_keys` are answered only to holders of `read:client_keys` or `read:client_credentials`, after a write as well; rotating a secret tells the new one to whoever may rotate it. A secret that is set by hand has 16 characters or more.',
  'Callbacks, logout URLs and origins are https, or http on a loopback host, or of an app’s own scheme. They have no fragment, no user name, no parameter of an authorization response in their query. `*` is the first label of an https host and never stands right under a public suffix. An origin has no slash at its end.',
  'Connections are of the strategy `auth0`; every other strategy is refused by its name. `password_complexity_options.min_length` is 8 or more (NIST SP 800-63B-4). `require_verified_email` is an option of Lintel’s own.',
  'Identifiers of resource servers under the issuer are reserved. Scopes are made of what RFC 6749 §3.3 allows; one that is withdrawn leaves roles, permissions and client grants. Of the Management API only `token_lifetime` can change, and it is nobody’s `default_audience`.',
  'The global client can be neither changed nor deleted.',
  '`/logs`: `total` counts up to 10,000. `read:logs_users` without `read:logs` shows the events of users only. `q` and `search` work with `from` and `take` too; an event whose month is gone still marks its time. Events go by whole months.',
  'Ending refresh tokens along with a session (`/sessions/{id}/revoke`, `/users/{id}/revoke-access`) takes both `delete:sessions` and `delete:refresh_tokens`.',
  'A verification ticket is for the primary identity’s address. A password ticket needs no address, and may have `result_url` and `client_id` at once.',
  'User attribute profiles are kept and checked; they take effect in what names them (self-service profiles, enterprise connections), which is not there yet. Their templates are Lintel’s own.',
  'A query parameter or body field that an endpoint does not know is a 400.',
]

type Tests = { [file: string]: string }

/** By path under test/, those of the Management API first. */
async function readTests(): Promise<Tests> {
  const folders = ['management', 'oidc', 'acceptance'].map(async folder => {
    const files = (await readdir(join(ROOT, 'test', folder))).filter(file => file.endsWith('.test.ts')).sort()
    return files.map(file => `${folder}/${file}`)
  })
  const texts = (await Promise.all(folders))
    .flat()
    .map(async file => [file, await readFile(join(ROOT, 'test', file), 'utf8')])
  return Object.fromEntries(await Promise.all(texts))
}

/** The test named by the first segment of a path, or else one that calls it; where there is none the generator stops. */
function testOf(endpoint: string, tests: Tests): string {
  const [, resource = ''] = endpoint.split('/')
  const own = `management/${resource}.test.ts`
  const found =
    own in tests
      ? own
      : Object.keys(tests).find(
          file => tests[file]?.includes(`'/${resource}`) || tests[file]?.includes(`\`/${resource}`),
        )
  if (found === undefined) throw new Error(`${endpoint} is built, but no test calls it`)
  return found
}

async function compatibilityPage(document: Document): Promise<string> {
  const built = new Set(
    Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map(method => endpointKey(method.toUpperCase(), path)),
    ),
  )
  const tests = await readTests()
  const counts = { done: 0, 'not yet': 0, never: 0 }
  const rows: string[][] = []
  for (const { method, path } of ENDPOINTS) {
    const reason = Object.entries(NEVER).find(([prefix]) => path.startsWith(prefix))?.[1]
    const isBuilt = built.delete(endpointKey(method, path))
    const state = isBuilt ? 'done' : reason === undefined ? 'not yet' : 'never'
    counts[state]++
    const test = isBuilt ? testOf(path, tests) : undefined
    rows.push([`\`${method} ${path}\``, state, test ? `[${test}](../test/${test})` : (reason ?? '')])
  }
  const own = OWN_ENDPOINTS.map(({ method, path }) => {
    if (!built.delete(endpointKey(method, path))) throw new Error(`${method} ${path} is listed, but not built`)
    const test = testOf(path, tests)
    return [`\`${method} ${path}\``, `[${test}](../test/${test})`]
  })
  if (built.size > 0) throw new Error(`Neither Auth0’s endpoint nor one of our own: ${[...built].join(', ')}`)
  const settings = UNENFORCED.flatMap(([what, prefix, rules]) =>
    Object.entries(rules).map(([property, { accepts }]) => [
      what,
      `\`${prefix}${property}\``,
      accepts.length === 0 ? '' : accepts.map(value => `\`${JSON.stringify(value)}\``).join(' '),
    ]),
  )
  const form = ({ status, error, description }: { status: number; error: string; description?: string }) =>
    `${status} \`${error}\`${description === undefined ? '' : `: ${description}`}`
  const dialect = Object.entries(SITUATIONS).map(([name, { rfc, auth0 }]) => [
    name.replaceAll('_', ' '),
    form(rfc),
    form(auth0),
  ])
  const refused = Object.entries(REFUSED).map(([path, instead]) => [`\`${path}\``, instead])
  const deviations = EXPLANATIONS.map(({ resource, endpoints = [], deviations, why }) => [
    endpoints.length === 0 ? resource : endpoints.map(endpoint => `\`${endpoint}\``).join(', '),
    deviations.map(words => `\`${words}\``).join(', '),
    why,
  ])
  return `<!-- Generated from the routes by tools/generate.ts. -->

# Compatibility with Auth0

## The Management API

${counts.done} of ${ENDPOINTS.length} endpoints are done; ${counts['not yet']} are not there yet, and ${counts.never} never will be, for what they configure has no place in a
server of one’s own. An endpoint that is not there answers \`403 Insufficient scope, expected any of: …\` to every token, so that tools pass
over it. Lintel’s own description of what is done is \`/api/v2/openapi.json\`, committed as [openapi.json](openapi.json).

${table(['Endpoint', 'State', 'Test, or reason'], rows)}

Lintel’s own, beside them:

${table(['Endpoint', 'Test'], own)}

## The Authentication API

The protocol’s endpoints stand where Auth0 has them; [protocol.md](protocol.md) says what each can do. Where Auth0 says something in another way
than the RFCs, the tenant setting \`protocol_dialect\` decides: \`auth0\` (the default, for its SDKs compare statuses and texts) or \`rfc\`. What is
not in this table is said alike, as oidc-provider says it. Besides, in Auth0’s form \`updated_at\` is an ISO string, an ID token carries the claims of its
scopes in the code flow too, and a pushed authorization request is good for 30 seconds instead of 60.

${table(['Situation', 'RFC', 'Auth0'], dialect)}

Refused for good, with \`410 unsupported_endpoint\`:

${table(['Endpoint', 'Instead'], refused)}

## Different on purpose

${ON_PURPOSE.map(sentence => `- ${sentence}`).join('\n')}

## Against recorded exchanges

\`npm run compat:replay -- <file>\` replays requests that were recorded of Auth0’s Management API at a Lintel of its own, ids and names
translated, and compares the status and the body’s keys and types. What it finds is explained here, and nothing else: an answer that
differs in another way fails the replay, and so does an explanation of what does not differ any more. Of a setting that is refused the
rest of the exchange is compared.

${table(['Of', 'Recorded at Auth0; here', 'Why'], deviations)}

## Settings that are not enforced

Nothing is stored and ignored. A setting that Lintel does not enforce is accepted only with a value that asks for what happens anyway,
listed here (\`null\`, which unsets, always is one), and refused by name with any other.

${table(['Of', 'Setting', 'Accepted as'], settings)}
`
}

const document = await openapiDocument()
const files: { [file: string]: string } = {
  '.env.example': envExample(),
  'docs/configuration.md': configurationPage(),
  'docs/openapi.json': `${JSON.stringify(document, null, 2)}\n`,
  'docs/compatibility.md': await compatibilityPage(document),
}

if (process.argv.includes('--check')) {
  const stale: string[] = []
  for (const [file, text] of Object.entries(files)) {
    const committed = await readFile(join(ROOT, file), 'utf8').catch(() => undefined)
    if (committed !== text) stale.push(file)
  }
  for (const file of stale) console.error(`${file} differs from what the code says; run npm run generate`)
  process.exit(stale.length > 0 ? 1 : 0)
}
for (const [file, text] of Object.entries(files)) await writeFile(join(ROOT, file), text)
