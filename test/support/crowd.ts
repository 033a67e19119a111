// A tenant's users by the hundred thousand, straight into the tables, spread as people are: a few common names and many rare ones, most on
// the free plan, a handful blocked. `person(n)` says what the n-th one looks like, so that a test can ask for her.

type Query = (sql: string) => Promise<unknown>

const CHUNK = 50_000
const SECOND_CONNECTION = 'con_crowdsocial00001'
const CROWD_ROLE = 'rol_crowdmembers0001'
const SMALL_CONNECTION = 'crowd-social'
const PRO = 'app_metadata.plan:"pro" AND NOT blocked:true'

const padded = (n: number) => n.toString(16).padStart(24, '0')

/** The n-th of the crowd, from 1. Everyone is of the database connection; every thousandth of a second one. */
export const person = (n: number) => ({
  user_id: `auth0|${padded(n)}`,
  identity_user_id: padded(n),
  email: `person.${n}@example${n % 50}.com`,
  username: `person_${n}`,
  phone_number: `+1555${String(n).padStart(7, '0')}`,
})

/** Existing users are left alone. Ends with ANALYZE: what the planner knows is part of what is tested. */
export async function createCrowd(
  query: Query,
  { tenant_id, connection_id, users }: { tenant_id: string; connection_id: string; users: number },
  progress: (done: number) => void = () => {},
): Promise<void> {
  const tenant = `'${tenant_id}'`
  await query(`
    insert into connections (tenant_id, id, name, strategy, options, realms, metadata, created_at, updated_at)
    values (${tenant}, '${SECOND_CONNECTION}', '${SMALL_CONNECTION}', 'auth0', '{}', '{}', '{}', now(), now())`)
  await query(`
    insert into roles (tenant_id, id, name, description, created_at)
    values (${tenant}, '${CROWD_ROLE}', 'Member', 'Everybody', now())`)
  for (let from = 1; from <= users; from += CHUNK) {
    const to = Math.min(from + CHUNK - 1, users)
    const crowd = `
      select n, lpad(to_hex(n), 24, '0') as id, 'person.' || n || '@example' || n % 50 || '.com' as address,
        case when n % 1000 = 0 then '${SECOND_CONNECTION}' else '${connection_id}' end as connection_id,
        timestamptz '2020-01-01' + n * interval '3 minutes' as born,
        -- Squaring bends the even spread: the first names of the list are common, the last ones rare.
        (array['Maria','Anna','John','Ali','Wei','Olga','Jose','Fatima','Hans','Ingrid','Kofi','Yuki','Priya','Liam','Zoe','Quentin'])
          [1 + floor(16 * power((n::bigint * 7919 % 10007) / 10007.0, 2))::int] as given,
        'Family' || (n::bigint * 104729 % 20011) as family
      from generate_series(${from}, ${to}) n`
    await query(`
      insert into users (tenant_id, user_id, connection_id, email, email_verified, username, phone_number, name, given_name, family_name,
        nickname, blocked, app_metadata, user_metadata, created_at, updated_at)
      select ${tenant}, 'auth0|' || id, connection_id, address, n % 10 <> 0, case when n % 4 = 0 then 'person_' || n end,
        case when n % 5 = 0 then '+1555' || lpad(n::text, 7, '0') end,
        given || ' ' || family, given, family, 'person.' || n, n % 500 = 0,
        jsonb_build_object('plan', case when n % 100 < 85 then 'free' when n % 100 < 98 then 'pro' else 'enterprise' end,
          'customer', 'cus_' || n, 'roles', case when n % 200 = 0 then '["admin","reader"]'::jsonb else '["reader"]'::jsonb end),
        case when n % 3 = 0 then jsonb_build_object('theme', case when n % 2 = 0 then 'dark' else 'light' end, 'city', 'City ' || n % 3000) end,
        born, born + (n % 1000) * interval '1 hour'
      from (${crowd}) crowd`)
    await query(`
      insert into identities (tenant_id, connection_id, identity_user_id, user_id, provider, email, username, phone_number, created_at)
      select ${tenant}, connection_id, id, 'auth0|' || id, 'auth0', address, case when n % 4 = 0 then 'person_' || n end,
        case when n % 5 = 0 then '+1555' || lpad(n::text, 7, '0') end, born
      from (${crowd}) crowd`)
    await query(`
      insert into user_stats (tenant_id, user_id, logins_count, last_login, last_ip)
      select ${tenant}, 'auth0|' || id, 1 + n % 40, born + (n % 700) * interval '1 day', '192.0.2.' || n % 256
      from (${crowd}) crowd where n % 10 < 7`)
    await query(`
      insert into user_roles (tenant_id, user_id, role_id)
      select ${tenant}, 'auth0|' || id, '${CROWD_ROLE}' from (${crowd}) crowd where n % 2 = 0`)
    await query(`
      insert into log_events (tenant_id, date, log_id, type, user_id)
      select ${tenant}, now() - n % 20 * interval '1 day', lpad(n::text, 40, '0'), 's', 'auth0|' || id from (${crowd}) crowd`)
    progress(to)
  }
  for (const table of ['users', 'identities', 'user_stats', 'user_roles', 'log_events']) await query(`analyze ${table}`)
}

/** What is asked of the Management API about a crowd; `ask(n)` is a path about the n-th or hers. Each is to be answered along an index. */
export type Question = {
  name: string
  ask(n: number): string
  /** No index can help. */
  scans?: true
}

const list = (query: { [name: string]: string | number }) => `/users?${new URLSearchParams(query as never)}`
const from = (n: number) => person(n).user_id

/** @param users how many there are */
export const questions = (users: number): Question[] => [
  { name: 'get by id', ask: n => `/users/${encodeURIComponent(person(n).user_id)}` },
  { name: 'users-by-email', ask: n => `/users-by-email?${new URLSearchParams({ email: person(n).email })}` },
  { name: '`q=email:"…"`', ask: n => list({ q: `email:"${person(n).email}"` }) },
  { name: '`q=app_metadata.plan:"pro" AND NOT blocked:true`', ask: () => list({ q: PRO }) },
  { name: 'the same with its total', ask: () => list({ q: PRO, include_totals: 'true' }) },
  { name: '`q=app_metadata.customer:"…"` (one user)', ask: n => list({ q: `app_metadata.customer:"cus_${n}"` }) },
  { name: '`q=name:ann*`', ask: () => list({ q: 'name:ann*' }) },
  { name: '`q=name:…*` (a rare prefix)', ask: n => list({ q: `name:quentin\\ family${n % 100}*` }) },
  {
    name: '`q=username:…` and `phone_number`',
    ask: n => list({ q: `username:${person(n).username} OR phone_number:"${person(n).phone_number}"` }),
  },
  { name: '`q=identities.user_id:"…"`', ask: n => list({ q: `identities.user_id:"${person(n).identity_user_id}"` }) },
  { name: '`q=_exists_:phone_number`', ask: () => list({ q: '_exists_:phone_number' }) },
  { name: '`q=NOT _exists_:email`', ask: () => list({ q: 'NOT _exists_:email' }) },
  { name: '`q=blocked:true`', ask: () => list({ q: 'blocked:true' }) },
  { name: '`q=NOT blocked:true`', ask: () => list({ q: 'NOT blocked:true' }) },
  { name: '`q=` one word, any field', ask: n => list({ q: `person.${n}` }) },
  { name: 'page 1', ask: () => list({}) },
  { name: 'page 1 with its total', ask: () => list({ include_totals: 'true' }) },
  { name: '`sort=created_at:-1`', ask: () => list({ sort: 'created_at:-1' }) },
  { name: '`sort=name:-1`', ask: () => list({ sort: 'name:-1' }) },
  { name: '`sort=last_login:-1`', ask: () => list({ sort: 'last_login:-1' }) },
  {
    name: '`connection=` a small one, with its total',
    ask: () => list({ connection: SMALL_CONNECTION, include_totals: 'true' }),
  },
  { name: 'checkpoint, first page of 100', ask: () => list({ take: 100 }) },
  { name: 'checkpoint, last page of 100', ask: () => list({ take: 100, from: from(users - 100) }) },
  { name: 'checkpoint of a search, near the end', ask: () => list({ take: 100, q: PRO, from: from(users - 2_000) }) },
  { name: 'a role’s users, with their total', ask: () => `/roles/${CROWD_ROLE}/users?include_totals=true` },
  {
    name: 'a role’s users, checkpoint near the end',
    ask: () => `/roles/${CROWD_ROLE}/users?${new URLSearchParams({ take: '50', from: from(users - 200) })}`,
  },
  { name: 'a user’s roles', ask: n => `/users/${encodeURIComponent(person(n).user_id)}/roles` },
  { name: 'a user’s logs', ask: n => `/users/${encodeURIComponent(person(n).user_id)}/logs` },
]

/** Every user is looked at, under the statement timeout. */
export const LEADING_WILDCARD: Question = {
  name: '`q=name:*mily123*` (no index; a scan)',
  ask: () => list({ q: 'name:*mily123*' }),
  scans: true,
}
