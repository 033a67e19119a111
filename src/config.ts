// The only reader of process.env: one schema, a sentence and a default per key. Unknown LINTEL_ keys and half-set groups stop the start.
// `.env.example` and docs/configuration.md are generated from SETTINGS.
import { readFileSync } from 'node:fs'
import { BlockList, isIP } from 'node:net'

type Setting = {
  name: string
  /** a sentence for docs/configuration.md */
  says: string
  /** as a person would write it; undefined: none */
  default?: string
  secret?: true
  group: 'Server' | 'Database' | 'Secrets' | 'First start' | 'Mail' | 'Tokens and passwords' | 'Observation'
}

export const SETTINGS = [
  {
    group: 'Server',
    name: 'NODE_ENV',
    says: '`production` refuses everything that only a developer needs. Anything else is development.',
  },
  { group: 'Server', name: 'PORT', default: '3000', says: 'The port to listen on.' },
  {
    group: 'Server',
    name: 'HOST',
    says: 'The address to listen on. Production: `0.0.0.0`; development: `127.0.0.1`, for its mailbox shows everyone’s links.',
  },
  {
    group: 'Server',
    name: 'LINTEL_ISSUER',
    default: 'http://localhost:<PORT>/',
    says: 'The URL that applications know: scheme, host, port, a slash at the end.',
  },
  {
    group: 'Server',
    name: 'LINTEL_DATA_DIR',
    default: './.lintel',
    says: 'Where Lintel keeps its own PostgreSQL and what development makes for itself.',
  },
  {
    group: 'Server',
    name: 'LINTEL_TRUSTED_PROXIES',
    says: 'Addresses or networks (`10.0.0.0/8,::1`) of the reverse proxies whose `X-Forwarded-For` counts.',
  },
  {
    group: 'Server',
    name: 'LINTEL_TLS_CERT_FILE',
    says: 'A PEM certificate chain: Lintel then serves https itself. Goes with LINTEL_TLS_KEY_FILE.',
  },
  {
    group: 'Server',
    name: 'LINTEL_OUTBOUND_ALLOW',
    says: 'Private addresses or networks (`10.1.0.0/16`) that Lintel may call on a client’s behalf (logout and notification URLs, key sets). Public ones it may, over https. Development: loopback.',
  },
  { group: 'Server', name: 'LINTEL_TLS_KEY_FILE', says: 'The PEM key of that certificate.' },
  {
    group: 'Server',
    name: 'LINTEL_TLS_CLIENT_CA_FILE',
    says: 'PEM certificate authorities for clients’ certificates (mutual TLS, RFC 8705): Lintel then asks everyone who connects for one, and goes on without. Self-signed ones are accepted where a client has registered them. Needs LINTEL_TLS_CERT_FILE.',
  },
  {
    group: 'Server',
    name: 'LINTEL_CLIENT_CERTIFICATE_HEADER',
    says: 'The header in which LINTEL_TRUSTED_PROXIES pass on the client’s certificate: `Client-Cert` (RFC 9440), or one with nginx’s `$ssl_client_escaped_cert`. The proxy must set it on every request, also to nothing.',
  },
  {
    group: 'Server',
    name: 'LINTEL_CLIENT_CERTIFICATE_VERIFIED_HEADER',
    says: 'The header in which they say `SUCCESS` when they have verified it up to an authority (nginx’s `$ssl_client_verify`). Unset: only self-signed certificates that a client has registered are of use.',
  },
  {
    group: 'Server',
    name: 'LINTEL_MTLS_SUBDOMAIN',
    says: 'A label, such as `mtls`: what programs ask is then answered at `mtls.<host>` too, so that only there a certificate need be asked for. Tenants name those endpoints in their metadata with `mtls.enable_endpoint_aliases`.',
  },
  {
    group: 'Server',
    name: 'LINTEL_DNS_SERVERS',
    says: 'Name servers, `address` or `address:port`, comma-separated, that are asked for the TXT records of custom domains. Unset: the system’s.',
  },
  {
    group: 'Server',
    name: 'LINTEL_MANAGEMENT_RATE_LIMIT',
    default: '50',
    says: 'Management API requests that one client may make per second (in bursts of ten times as many), in each process. 0: no limit.',
  },
  {
    group: 'Server',
    name: 'LINTEL_USERS_IMPORT_MAX_BYTES',
    default: '1073741824',
    says: 'The largest file of users that an import takes, in bytes. Until it has been worked on it is kept in the database.',
  },
  {
    group: 'Database',
    name: 'DATABASE_URL',
    secret: true,
    says: 'A PostgreSQL of version 15 or newer. Unset: Lintel starts its own.',
  },
  {
    group: 'Database',
    name: 'LINTEL_DATABASE_POOL_SIZE',
    default: '10',
    says: 'Connections that one process keeps at most.',
  },
  {
    group: 'Database',
    name: 'LINTEL_DATABASE_STATEMENT_TIMEOUT',
    default: '10000',
    says: 'Milliseconds after which PostgreSQL ends a statement. 0: never.',
  },
  {
    group: 'Database',
    name: 'LINTEL_DATABASE_CONNECTION_TIMEOUT',
    default: '5000',
    says: 'Milliseconds to wait for a connection before answering 503.',
  },
  {
    group: 'Database',
    name: 'LINTEL_DATABASE_TLS',
    says: '`disable`, `require` (encrypted, certificate not checked) or `verify-full`. Unset: as DATABASE_URL says.',
  },
  {
    group: 'Database',
    name: 'LINTEL_DATABASE_TLS_CA_FILE',
    says: 'The PEM certificate authority that `verify-full` trusts, in place of the system’s.',
  },
  {
    group: 'Database',
    name: 'LINTEL_MIGRATE',
    default: 'true',
    says: '`false`: do not migrate at start but wait, not ready, until the schema is there.',
  },
  {
    group: 'Secrets',
    name: 'LINTEL_ENCRYPTION_KEYS',
    secret: true,
    says: 'The key ring for secrets at rest: `id:base64-of-32-bytes`, comma-separated; the first one seals. Development makes one in the data directory.',
  },
  {
    group: 'First start',
    name: 'LINTEL_BOOTSTRAP_CLIENT_ID',
    says: 'The administration client gets this id (1 to 64 URL-safe characters). Goes with LINTEL_BOOTSTRAP_CLIENT_SECRET.',
  },
  {
    group: 'First start',
    name: 'LINTEL_BOOTSTRAP_CLIENT_SECRET',
    secret: true,
    says: 'The administration client gets this secret (16 characters or more).',
  },
  {
    group: 'Mail',
    name: 'LINTEL_SMTP_URL',
    secret: true,
    says: '`smtp://user:password@host:587` or `smtps://…`. Unset: development keeps messages and shows them at /dev/mail, production refuses features that need mail, but for tenants that have a server of their own. A password is sent over TLS only, unless the URL ends with `?requireTLS=false`.',
  },
  {
    group: 'Mail',
    name: 'LINTEL_MAIL_FROM',
    says: 'The sender of mails, `Name <address>`. Goes with LINTEL_SMTP_URL.',
  },
  {
    group: 'Tokens and passwords',
    name: 'LINTEL_ARGON2_MEMORY',
    default: '19456',
    says: 'KiB of memory for one argon2id hash. Older hashes are renewed at the next sign-in.',
  },
  {
    group: 'Tokens and passwords',
    name: 'LINTEL_ARGON2_ITERATIONS',
    default: '2',
    says: 'Passes of one argon2id hash.',
  },
  {
    group: 'Tokens and passwords',
    name: 'LINTEL_ARGON2_PARALLELISM',
    default: '1',
    says: 'Lanes of one argon2id hash.',
  },
  {
    group: 'Tokens and passwords',
    name: 'LINTEL_HASHING_CONCURRENCY',
    default: '2',
    says: 'Password hashes computed at once; more wait their turn, and past 50 per lane are answered 429.',
  },
  {
    group: 'Tokens and passwords',
    name: 'LINTEL_BREACHED_PASSWORDS_FILE',
    says: 'Passwords known from breaches, as `lintel breached-passwords build` makes them. Tenants can then have them refused (docs/attack-protection.md).',
  },
  {
    group: 'Observation',
    name: 'LINTEL_LOG_LEVEL',
    default: 'info',
    says: '`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`.',
  },
  {
    group: 'Observation',
    name: 'LINTEL_LOG_RETENTION_DAYS',
    default: '30',
    says: 'Days for which a tenant’s log events are kept at least. They go by whole months, when the last day of one is that old.',
  },
  {
    group: 'Observation',
    name: 'LINTEL_METRICS_PORT',
    says: 'A port of its own for Prometheus at /metrics, on the same address.',
  },
  {
    group: 'Observation',
    name: 'LINTEL_METRICS_TOKEN',
    secret: true,
    says: 'Serves /metrics on the main port to who bears this token.',
  },
] as const satisfies Setting[]

type Name = (typeof SETTINGS)[number]['name']

/** Each is one line: what is wrong and what to set. */
export class ConfigError extends Error {
  constructor(problems: string[]) {
    super(problems.join('\n'))
    this.name = 'ConfigError'
  }
}

export type Config = Readonly<{
  production: boolean
  port: number
  host: string
  issuer: string
  data_dir: string
  trusted_proxies: readonly string[]
  outbound_allow: readonly string[]
  tls: { cert: string; key: string } | undefined
  client_certificates: { ca: string | undefined; header: string | undefined; verified_header: string | undefined }
  mtls_subdomain: string | undefined
  /** empty: the system's */
  dns_servers: readonly string[]
  management_rate_limit: number
  /** bytes */
  users_import_max_bytes: number
  /** undefined: Lintel's own */
  database_url: string | undefined
  database_pool_size: number
  database_statement_timeout: number
  database_connection_timeout: number
  database_tls: false | { rejectUnauthorized: boolean; ca?: string } | undefined
  migrate: boolean
  /** undefined in development: made in the data directory */
  encryption_keys: readonly { id: string; key: Buffer }[] | undefined
  bootstrap: { client_id: string; client_secret: string } | undefined
  smtp: { url: string; from: string } | undefined
  argon2: { memory: number; iterations: number; parallelism: number }
  hashing_concurrency: number
  breached_passwords_file: string | undefined
  log_level: string
  log_retention_days: number
  metrics: { port: number | undefined; token: string | undefined }
}>

export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (host === 'localhost' || host.endsWith('.localhost') || host === '::1') return true
  return isIP(host) === 4 && host.startsWith('127.')
}

export function parseKeyRing(text: string): { id: string; key: Buffer }[] {
  const ring = text.split(',').map(entry => {
    const m = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]{43}=?)$/.exec(entry.trim())
    const key = Buffer.from(m?.[2] ?? '', 'base64')
    if (!m?.[1] || key.length !== 32)
      throw new Error(
        'LINTEL_ENCRYPTION_KEYS: each entry is `id:base64-of-32-bytes` (head -c 32 /dev/urandom | base64)',
      )
    return { id: m[1], key }
  })
  if (new Set(ring.map(({ id }) => id)).size !== ring.length)
    throw new Error('LINTEL_ENCRYPTION_KEYS: an id stands there twice')
  return ring
}

export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const problems: string[] = []
  const known = new Set<string>(
    SETTINGS.flatMap(({ name, ...rest }) => ('secret' in rest ? [name, `${name}_FILE`] : [name])),
  )
  for (const name of Object.keys(env)) {
    if (name.startsWith('LINTEL_') && !known.has(name))
      problems.push(`${name}: Lintel knows no such setting; see docs/configuration.md`)
  }
  const values = new Map<Name, string>()
  for (const { name, ...rest } of SETTINGS) {
    const direct = env[name]?.trim() || undefined
    const file = 'secret' in rest ? env[`${name}_FILE`]?.trim() || undefined : undefined
    if (direct !== undefined && file !== undefined) problems.push(`${name} and ${name}_FILE are both set; keep one`)
    if (direct !== undefined) values.set(name, direct)
    else if (file !== undefined) {
      try {
        values.set(name, readFileSync(file, 'utf8').trim())
      } catch {
        problems.push(`${name}_FILE: the file cannot be read`)
      }
    }
  }
  const text = (name: Name) => values.get(name)
  const complain = (name: Name, wanted: string) => problems.push(`${name}: ${wanted}`)

  function integer(name: Name, least: number, most: number): number {
    const fallback = SETTINGS.find(setting => setting.name === name) as Setting | undefined
    const raw = text(name) ?? fallback?.default ?? ''
    const value = /^\d{1,10}$/.test(raw) ? Number(raw) : Number.NaN
    if (value >= least && value <= most) return value
    complain(name, `a whole number from ${least} to ${most}`)
    return least
  }
  function boolean(name: Name, fallback: boolean): boolean {
    const raw = text(name)
    if (raw !== undefined && raw !== 'true' && raw !== 'false') complain(name, '`true` or `false`')
    return raw === undefined ? fallback : raw === 'true'
  }
  function together(a: Name, b: Name): boolean {
    if ((text(a) === undefined) !== (text(b) === undefined)) {
      problems.push(`${text(a) === undefined ? a : b} is not set, and ${a} and ${b} go together`)
      return false
    }
    return text(a) !== undefined
  }
  function file(name: Name): string {
    try {
      return readFileSync(text(name) as string, 'utf8')
    } catch {
      complain(name, 'the file cannot be read')
      return ''
    }
  }

  const production = text('NODE_ENV') === 'production'
  const port = integer('PORT', 0, 65_535)
  const issuer = text('LINTEL_ISSUER') ?? `http://localhost:${port}/`
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || `${url.origin}/` !== issuer) {
    complain(
      'LINTEL_ISSUER',
      'a URL of scheme, lower-case host, port if it is not the standard one, and a slash at the end, such as https://login.example.com/',
    )
  }
  const loopback = url !== undefined && isLoopback(url.hostname)

  function addresses(name: Name): string[] | undefined {
    const entries = text(name)
      ?.split(',')
      .map(entry => entry.trim())
      .filter(entry => entry !== '')
    const list = new BlockList()
    for (const entry of entries ?? []) {
      const [address = '', prefix] = entry.split('/')
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
      try {
        if (prefix === undefined) list.addAddress(address, family)
        else list.addSubnet(address, Number(prefix), family)
      } catch {
        complain(name, `“${entry}” is no address or network`)
      }
    }
    return entries
  }
  const trusted_proxies = addresses('LINTEL_TRUSTED_PROXIES') ?? []
  const outbound_allow = addresses('LINTEL_OUTBOUND_ALLOW') ?? (production ? [] : ['127.0.0.0/8', '::1'])

  const hasTls = together('LINTEL_TLS_CERT_FILE', 'LINTEL_TLS_KEY_FILE')
  const tls = hasTls ? { cert: file('LINTEL_TLS_CERT_FILE'), key: file('LINTEL_TLS_KEY_FILE') } : undefined
  if (tls && url?.protocol === 'http:') complain('LINTEL_ISSUER', 'must be https when LINTEL_TLS_CERT_FILE is set')

  function headerName(name: Name): string | undefined {
    const header = text(name)
    if (header === undefined) return undefined
    if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(header)) complain(name, 'the name of a header')
    if (trusted_proxies.length === 0) complain(name, 'needs LINTEL_TRUSTED_PROXIES: nobody else is believed')
    return header
  }
  const client_certificates = {
    ca: text('LINTEL_TLS_CLIENT_CA_FILE') === undefined ? undefined : file('LINTEL_TLS_CLIENT_CA_FILE'),
    header: headerName('LINTEL_CLIENT_CERTIFICATE_HEADER'),
    verified_header: headerName('LINTEL_CLIENT_CERTIFICATE_VERIFIED_HEADER'),
  }
  if (client_certificates.ca !== undefined && !tls) complain('LINTEL_TLS_CLIENT_CA_FILE', 'needs LINTEL_TLS_CERT_FILE')
  // An empty list would be every authority that Node knows.
  if (client_certificates.ca !== undefined && !/-----BEGIN CERTIFICATE-----/.test(client_certificates.ca))
    complain('LINTEL_TLS_CLIENT_CA_FILE', 'holds no certificate')
  if (client_certificates.verified_header !== undefined && client_certificates.header === undefined)
    complain('LINTEL_CLIENT_CERTIFICATE_VERIFIED_HEADER', 'needs LINTEL_CLIENT_CERTIFICATE_HEADER')
  const mtls_subdomain = text('LINTEL_MTLS_SUBDOMAIN')
  const dns_servers =
    text('LINTEL_DNS_SERVERS')
      ?.split(',')
      .map(entry => entry.trim())
      .filter(entry => entry !== '') ?? []
  for (const entry of dns_servers) {
    const [, bracketed, plain, port = '53'] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(entry) ?? []
    if (isIP(bracketed ?? plain ?? entry) === 0 || Number(port) > 65_535)
      complain('LINTEL_DNS_SERVERS', `“${entry}” is no address, nor an address and a port`)
  }
  if (mtls_subdomain !== undefined && !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(mtls_subdomain))
    complain('LINTEL_MTLS_SUBDOMAIN', 'one lower-case label of a host name')
  if (mtls_subdomain !== undefined && client_certificates.ca === undefined && client_certificates.header === undefined)
    complain('LINTEL_MTLS_SUBDOMAIN', 'needs LINTEL_TLS_CLIENT_CA_FILE or LINTEL_CLIENT_CERTIFICATE_HEADER')

  const database_url = text('DATABASE_URL')
  if (database_url !== undefined && !/^postgres(ql)?:\/\//.test(database_url))
    complain('DATABASE_URL', 'starts with postgres://')
  const tlsMode = text('LINTEL_DATABASE_TLS')
  const ca = text('LINTEL_DATABASE_TLS_CA_FILE') === undefined ? undefined : file('LINTEL_DATABASE_TLS_CA_FILE')
  if (tlsMode !== undefined && !['disable', 'require', 'verify-full'].includes(tlsMode)) {
    complain('LINTEL_DATABASE_TLS', '`disable`, `require` or `verify-full`')
  }
  if (ca !== undefined && tlsMode !== 'verify-full')
    complain('LINTEL_DATABASE_TLS_CA_FILE', 'needs LINTEL_DATABASE_TLS=verify-full')
  const database_tls =
    tlsMode === undefined
      ? undefined
      : tlsMode === 'disable'
        ? false
        : { rejectUnauthorized: tlsMode === 'verify-full', ...(ca === undefined ? {} : { ca }) }

  let encryption_keys: Config['encryption_keys']
  try {
    const raw = text('LINTEL_ENCRYPTION_KEYS')
    if (raw !== undefined) encryption_keys = parseKeyRing(raw)
  } catch (error) {
    problems.push((error as Error).message)
  }

  const bootstrap = together('LINTEL_BOOTSTRAP_CLIENT_ID', 'LINTEL_BOOTSTRAP_CLIENT_SECRET')
    ? {
        client_id: text('LINTEL_BOOTSTRAP_CLIENT_ID') as string,
        client_secret: text('LINTEL_BOOTSTRAP_CLIENT_SECRET') as string,
      }
    : undefined
  if (bootstrap && !/^[A-Za-z0-9._~-]{1,64}$/.test(bootstrap.client_id)) {
    complain('LINTEL_BOOTSTRAP_CLIENT_ID', '1 to 64 of A-Z, a-z, 0-9, `-`, `.`, `_`, `~`')
  }
  if (bootstrap && bootstrap.client_secret.length < 16)
    complain('LINTEL_BOOTSTRAP_CLIENT_SECRET', '16 characters or more')

  const smtp = together('LINTEL_SMTP_URL', 'LINTEL_MAIL_FROM')
    ? { url: text('LINTEL_SMTP_URL') as string, from: text('LINTEL_MAIL_FROM') as string }
    : undefined
  if (smtp && !/^smtps?:\/\//.test(smtp.url)) complain('LINTEL_SMTP_URL', 'starts with smtp:// or smtps://')

  const log_level = text('LINTEL_LOG_LEVEL') ?? 'info'
  if (!['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].includes(log_level)) {
    complain('LINTEL_LOG_LEVEL', 'one of fatal, error, warn, info, debug, trace, silent')
  }

  // Signing needs threads of libuv's pool that no flood of password hashes can take (src/credentials/password.ts).
  const hashing_concurrency = integer('LINTEL_HASHING_CONCURRENCY', 1, 64)
  if (hashing_concurrency >= Number(env.UV_THREADPOOL_SIZE ?? 4)) {
    complain(
      'LINTEL_HASHING_CONCURRENCY',
      'must stay below UV_THREADPOOL_SIZE (4 unless set), so that signing never waits for hashing',
    )
  }

  if (production) {
    if (url?.protocol === 'http:' && !loopback)
      complain('LINTEL_ISSUER', 'production needs https (http only on a loopback host)')
    if (url?.protocol === 'https:' && !tls && trusted_proxies.length === 0) {
      problems.push(
        'An https issuer needs LINTEL_TLS_CERT_FILE and LINTEL_TLS_KEY_FILE, or LINTEL_TRUSTED_PROXIES when a proxy ends TLS',
      )
    }
    if (!encryption_keys) {
      complain(
        'LINTEL_ENCRYPTION_KEYS',
        'production needs it: `k1:` and 32 random bytes in base64 (head -c 32 /dev/urandom | base64)',
      )
    }
  } else if (url && !loopback) {
    complain(
      'LINTEL_ISSUER',
      'development answers on loopback only (its mailbox shows everyone’s links); set NODE_ENV=production',
    )
  }

  const config: Config = {
    production,
    port,
    host: text('HOST') ?? (production ? '0.0.0.0' : '127.0.0.1'),
    issuer,
    data_dir: text('LINTEL_DATA_DIR') ?? './.lintel',
    trusted_proxies,
    outbound_allow,
    tls,
    client_certificates,
    mtls_subdomain,
    dns_servers,
    management_rate_limit: integer('LINTEL_MANAGEMENT_RATE_LIMIT', 0, 100_000),
    users_import_max_bytes: integer('LINTEL_USERS_IMPORT_MAX_BYTES', 1_024, 1_099_511_627_776),
    database_url,
    database_pool_size: integer('LINTEL_DATABASE_POOL_SIZE', 2, 1_000),
    database_statement_timeout: integer('LINTEL_DATABASE_STATEMENT_TIMEOUT', 0, 3_600_000),
    database_connection_timeout: integer('LINTEL_DATABASE_CONNECTION_TIMEOUT', 1, 600_000),
    database_tls,
    migrate: boolean('LINTEL_MIGRATE', true),
    encryption_keys,
    bootstrap,
    smtp,
    argon2: {
      memory: integer('LINTEL_ARGON2_MEMORY', 1_024, 4_194_304),
      iterations: integer('LINTEL_ARGON2_ITERATIONS', 1, 100),
      parallelism: integer('LINTEL_ARGON2_PARALLELISM', 1, 64),
    },
    hashing_concurrency,
    breached_passwords_file: text('LINTEL_BREACHED_PASSWORDS_FILE'),
    log_level,
    log_retention_days: integer('LINTEL_LOG_RETENTION_DAYS', 1, 3_650),
    metrics: {
      port: text('LINTEL_METRICS_PORT') === undefined ? undefined : integer('LINTEL_METRICS_PORT', 1, 65_535),
      token: text('LINTEL_METRICS_TOKEN'),
    },
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return Object.freeze(config)
}
