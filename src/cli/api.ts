// The application without its door: the same routes, validation, log and transactions as over HTTP, asked in this process.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { json } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { type App, type AppOptions, createApp } from '../app.ts'
import type { Config } from '../config.ts'
import { createLogger } from '../http/logger.ts'
import type { Api } from '../moving/resources.ts'
import type { DatabaseOptions } from '../store/database.ts'
import { openOneTransaction } from '../store/one-transaction.ts'
import type { Tenant } from '../store/scope.ts'
import type { KeyRing } from '../store/seal.ts'
import { type Administration, type Call, Refused, type Transaction, type Working } from './verb.ts'

export type Ground = { config: Config; database_url: string; encryption_keys: KeyRing }
type Opened<Kind> = Kind & { close(): Promise<void> }

export const databaseOf = ({ config, database_url }: Omit<Ground, 'encryption_keys'>): DatabaseOptions => ({
  connection_string: database_url,
  pool_size: 2,
  statement_timeout: 0,
  connection_timeout: config.database_connection_timeout,
  ssl: config.database_tls,
})

async function createCommandApp(ground: Ground, options: Partial<AppOptions>): Promise<{ app: App; operator: string }> {
  const operator = randomBytes(32).toString('base64url')
  const app = await createApp({
    ...ground.config,
    database_url: ground.database_url,
    encryption_keys: ground.encryption_keys,
    // What fails is told by the answer; the log of a server is no place for a person at a prompt.
    logger: createLogger('silent'),
    management_rate_limit: 0,
    metrics: { port: undefined, token: undefined },
    tls: undefined,
    ...options,
    command: { ...options.command, operator },
  })
  await app.server.ready()
  return { app, operator }
}

function administrationOf(app: App, operator: string, tenant: Tenant): Administration {
  const headers = { host: new URL(tenant.issuer).host, authorization: `Bearer ${operator}` }
  const api: Api = async (method, path, body) => {
    const { statusCode, payload } = await app.server.inject({
      method: method as 'GET',
      url: `/api/v2${path}`,
      headers,
      ...(body === undefined ? {} : { payload: body as object }),
    })
    return { status: statusCode, body: payload === '' ? undefined : JSON.parse(payload) }
  }
  const call: Call = async (method, path, body) => {
    const answer = await api(method, path, body)
    if (answer.status < 400) return answer.body
    throw new Refused(answer.body?.message ?? `${method} ${path} answered ${answer.status}.`)
  }
  return { api, call }
}

export async function openTransaction(ground: Ground, tenant: Tenant): Promise<Opened<Transaction>> {
  const { pool, commit, rollback } = await openOneTransaction(databaseOf(ground))
  const { app, operator } = await createCommandApp(ground, { command: { operator: '', pool } })
  return { ...administrationOf(app, operator, tenant), commit, rollback, close: () => app.close() }
}

export async function openWorking(ground: Ground, tenant: Tenant): Promise<Opened<Working>> {
  const { app, operator } = await createCommandApp({ ...ground, config: { ...ground.config, migrate: false } }, {})
  await app.prepare()
  const administration = administrationOf(app, operator, tenant)
  return {
    ...administration,
    upload: (path, form) => upload(app, operator, tenant, path, form),
    close: () => app.close(),
  }
}

/** A file is streamed, and so comes over a real connection: on this machine alone, for the bearer of the operator's token alone. */
async function upload(app: App, operator: string, tenant: Tenant, path: string, form: FormData) {
  if (!app.server.server.listening) await app.server.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.server.address() as AddressInfo
  const { body, headers } = new Request('http://127.0.0.1/', { method: 'POST', body: form })
  const asked = request({
    host: '127.0.0.1',
    port,
    method: 'POST',
    path: `/api/v2${path}`,
    headers: {
      host: new URL(tenant.issuer).host,
      authorization: `Bearer ${operator}`,
      'content-type': headers.get('content-type') ?? '',
    },
  })
  const answered = once(asked, 'response') as Promise<[IncomingMessage]>
  // Who is refused before all is sent is answered; that sending breaks off then is no news.
  const sent = pipeline(Readable.fromWeb(body as WebStream), asked)
  const [response] = await Promise.race([answered, sent.then(() => answered)])
  sent.catch(() => {})
  return { status: response.statusCode ?? 500, body: (await json(response)) as never }
}
