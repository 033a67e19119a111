// A file of users, imported, beside plain inserts of the same rows on the same server.
import { once } from 'node:events'
import { request } from 'node:http'
import type pg from 'pg'
import { DATABASE_CONNECTION } from '../../src/first-start.ts'
import { DEFAULT_TENANT } from '../../src/store/tenants.ts'
import type { LintelTarget } from './lintel.ts'

export type Imported = { users: number; seconds: number; uploaded_in: number; summary: { [what: string]: number } }

const BCRYPT = '$2b$10$nFguVi9LsCAcvTZFKQlRKeLVydo8ETv483lkNsSFI/Wl1Rz1Ypo1K'

const person = (n: number) => ({
  email: `import-${n}@example.com`,
  email_verified: n % 3 === 0,
  user_id: `import-${n}`,
  given_name: 'Given',
  family_name: `Family ${n}`,
  user_metadata: { theme: n % 2 ? 'dark' : 'light' },
  app_metadata: { plan: n % 10 ? 'free' : 'pro', seats: n % 100 },
  custom_password_hash: { algorithm: 'bcrypt', hash: { value: BCRYPT } },
})

const PIECE = 500

/** A file as it would come from a disk, in pieces. */
function* fileOf(users: number): Generator<string> {
  yield '['
  for (let n = 0; n < users; n += PIECE) {
    const people = Array.from({ length: Math.min(PIECE, users - n) }, (_, i) => JSON.stringify(person(n + i)))
    yield `${n === 0 ? '' : ','}${people.join(',')}`
  }
  yield ']'
}

type Job = { id: string; status: string; summary?: { [what: string]: number } }

const POLL_MS = 200

/** @param progress called while the job is worked on */
export async function importUsers(
  { issuer, token }: { issuer: string; token: string },
  connection_id: string,
  users: number,
  progress: (job: Job) => Promise<void> = async () => {},
): Promise<Imported> {
  const boundary = 'lintel-bench'
  const headers = { authorization: `Bearer ${token}` }
  const began = performance.now()
  const upload = request(new URL('api/v2/jobs/users-imports', issuer), {
    method: 'POST',
    headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
  })
  const answered = once(upload, 'response')
  const part = (name: string, more = '') =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`
  upload.write(part('users', '; filename="users.json"'))
  for (const piece of fileOf(users)) if (!upload.write(piece)) await once(upload, 'drain')
  upload.end(`\r\n${part('connection_id')}${connection_id}\r\n--${boundary}--\r\n`)
  const [response] = await answered
  let text = ''
  for await (const read of response) text += read
  if (response.statusCode !== 202) throw new Error(`${response.statusCode} ${text}`)
  const uploaded_in = (performance.now() - began) / 1_000
  let job: Job = JSON.parse(text)
  while (job.status !== 'completed' && job.status !== 'failed') {
    await new Promise(resolve => setTimeout(resolve, POLL_MS))
    job = (await (await fetch(new URL(`api/v2/jobs/${job.id}`, issuer), { headers })).json()) as Job
    await progress(job)
  }
  return { users, uploaded_in, seconds: (performance.now() - began) / 1_000, summary: job.summary ?? {} }
}

/** The same rows by plain statements of as many rows, from nowhere, checked by nobody. Answers the seconds. */
export async function insertBare(
  client: pg.Client,
  connection_id: string,
  from: number,
  users: number,
): Promise<number> {
  const began = performance.now()
  for (let n = from; n < from + users; n += PIECE) {
    const rows = Array.from({ length: Math.min(PIECE, from + users - n) }, (_, i) => {
      const { user_id, ...profile } = person(n + i)
      return { ...profile, id: `bare-${user_id}`, email: `bare-${profile.email}`, hash: BCRYPT }
    })
    await client.query('begin')
    const values = [DEFAULT_TENANT, connection_id, JSON.stringify(rows)]
    const given = `select * from jsonb_to_recordset($3::jsonb) as given(id text, email text, email_verified boolean, given_name text,
      family_name text, user_metadata jsonb, app_metadata jsonb, hash text)`
    await client.query(
      `insert into users (tenant_id, user_id, connection_id, email, email_verified, given_name, family_name, name, user_metadata, app_metadata, created_at, updated_at)
      select $1, 'auth0|' || id, $2, email, email_verified, given_name, family_name, email, user_metadata, app_metadata, now(), now() from (${given}) given`,
      values,
    )
    await client.query(
      `insert into identities (tenant_id, connection_id, identity_user_id, user_id, provider, email, created_at)
      select $1, $2, id, 'auth0|' || id, 'auth0', email, now() from (${given}) given`,
      values,
    )
    await client.query(
      `insert into passwords (tenant_id, connection_id, identity_user_id, password_hash, updated_at)
      select $1, $2, id, hash, now() from (${given}) given`,
      values,
    )
    await client.query('commit')
  }
  return (performance.now() - began) / 1_000
}

/** For the Management API. */
export async function tokenOf({ issuer, machine }: LintelTarget['management']): Promise<string> {
  const response = await fetch(new URL('oauth/token', issuer), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credentials', ...machine }),
  })
  return ((await response.json()) as { access_token: string }).access_token
}

/** Who was imported goes again. */
export const forgetImported = (client: pg.Client) =>
  client.query('delete from users where tenant_id = $1 and user_id like any($2)', [
    DEFAULT_TENANT,
    ['auth0|import-%', 'auth0|bare-import-%'],
  ])

/** @property bare seconds that plain inserts of as many rows took, half of them before the import and half after */
export type ImportResult = { users: number; seconds: number; bare: number }

export async function importBesideBare(
  client: pg.Client,
  management: LintelTarget['management'],
  users: number,
): Promise<ImportResult> {
  const half = users / 2
  const connection_id = await databaseConnection(client)
  const before = await insertBare(client, connection_id, 0, half)
  const token = await tokenOf(management)
  const { seconds, summary } = await importUsers({ issuer: management.issuer, token }, connection_id, users)
  if (summary.inserted !== users) throw new Error(`the job says ${JSON.stringify(summary)}`)
  const after = await insertBare(client, connection_id, half, half)
  await forgetImported(client)
  return { users, seconds, bare: before + after }
}

export async function databaseConnection(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ id: string }>('select id from connections where tenant_id = $1 and name = $2', [
    DEFAULT_TENANT,
    DATABASE_CONNECTION,
  ])
  const [connection] = rows
  if (!connection) throw new Error('no database connection')
  return connection.id
}
