// Fifty thousand users and what the planner knows of them; `npm run proof:users` asks the same of a million.
import t from 'tap'
import { DATABASE_CONNECTION } from '../../src/first-start.ts'
import { DEFAULT_TENANT } from '../../src/store/tenants.ts'
import { createTestApp } from '../support/app.ts'
import { createCrowd, person, questions } from '../support/crowd.ts'
import { planOf, type Statement } from '../support/plans.ts'

const USERS = 50_000
const ABOUT_USERS = /\b(users|user_roles|log_events)\b/

let heard: Statement[] = []
const app = await createTestApp(t, { onStatement: (sql, parameters) => heard.push({ sql, parameters }) })
const { rows } = await app.database.query('select id from connections where tenant_id = $1 and name = $2', [
  DEFAULT_TENANT,
  DATABASE_CONNECTION,
])
const connection_id: string = rows[0].id
await createCrowd(sql => app.database.query(sql), { tenant_id: DEFAULT_TENANT, connection_id, users: USERS })

for (const { name, ask } of questions(USERS))
  t.test(`${name} is answered along an index`, async t => {
    heard = []
    const { status, body } = await app.api('GET', ask(USERS / 4))
    t.equal(status, 200, JSON.stringify(body))
    // Of a table this small, a tenth is counted faster by reading all of it; the proof counts along an index.
    const about = heard.filter(({ sql }) => ABOUT_USERS.test(sql) && !/^(explain|select count)/.test(sql))
    t.ok(about.length > 0, 'it asks the database')
    const used: string[] = []
    for (const statement of about) {
      const { scanned, indexes } = await planOf((sql, parameters) => app.database.query(sql, parameters), statement)
      t.same(scanned, [], `reads no table from end to end: ${statement.sql}`)
      used.push(...indexes)
    }
    t.ok(used.length > 0, 'uses an index')
  })

const page = async (query: { [name: string]: string }) => {
  const { status, body } = await app.api('GET', `/users?${new URLSearchParams({ fields: 'user_id', ...query })}`)
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body
}
const ids = (users: { user_id: string }[]) => users.map(({ user_id }) => user_id)

t.test('a total is exact to ten thousand, and about right beyond', async t => {
  const total = async (q: string) => (await page({ q, include_totals: 'true', per_page: '1' })).total
  t.equal(await total('app_metadata.plan:"pro"'), 6_500)
  t.equal(await total('app_metadata.plan:"gold"'), 0)
  for (const q of ['*', 'app_metadata.plan:"free"']) {
    const estimate = await total(q)
    t.ok(estimate > 30_000 && estimate < 60_000, `${q}: ${estimate}`)
  }
  const { rows: roles } = await app.database.query("select id from roles where name = 'Member'")
  const { body } = await app.api('GET', `/roles/${roles[0].id}/users?include_totals=true`)
  t.ok(body.total > 15_000 && body.total < 30_000, `members: ${body.total}`)
})

t.test('a walk with from and take meets everyone once, whatever is asked for', async t => {
  const walk = async (query: { [name: string]: string }) => {
    const met: string[] = []
    for (let from: string | undefined; ; ) {
      const { users, next } = await page({ ...query, take: '100', ...(from === undefined ? {} : { from }) })
      met.push(...ids(users))
      if (next === undefined) return met
      from = next
    }
  }
  const blocked = await walk({ q: 'blocked:true' })
  t.same(
    blocked,
    Array.from({ length: USERS / 500 }, (_, n) => person((n + 1) * 500).user_id),
  )
  t.equal((await walk({ connection: 'crowd-social' })).length, USERS / 1_000)
  t.same(await walk({ connection: 'nowhere' }), [])
  t.same(await page({ take: '1', from: person(USERS).user_id }), { users: [] }, 'past the end')
  t.same(ids((await page({ take: '2', from: person(41).user_id })).users), [person(42).user_id, person(43).user_id])
})

t.test('a walk has an order of its own', async t => {
  const { status, body } = await app.api('GET', '/users?take=10&sort=name:1')
  t.equal(status, 400)
  t.match(body.message, /^sort: /)
})

t.test('pages by number end at a thousand users', async t => {
  t.equal((await page({ page: '9', per_page: '100' })).length, 100)
  const { status, body } = await app.api('GET', '/users?page=10&per_page=100')
  t.equal(status, 400)
  t.match(body, { errorCode: 'invalid_paging', message: /first 1000 records/ })
})

t.test('whoever has no value comes last, on whichever page', async t => {
  const q = 'created_at:[2020-01-01 TO 2020-01-01]'
  for (const [sort, order] of [
    ['username:-1', 'username collate "C" desc nulls last, user_id desc'],
    ['username:1', 'username collate "C" asc nulls last, user_id asc'],
  ] as const) {
    const sorted: string[] = []
    for (let number = 0; number < 5; number++)
      sorted.push(...ids(await page({ q, sort, page: String(number), per_page: '100' })))
    const { rows } = await app.database.query(
      `select user_id from users where created_at < '2020-01-02' and tenant_id = $1 order by ${order}`,
      [DEFAULT_TENANT],
    )
    t.equal(sorted.length, 479)
    t.same(sorted, ids(rows), sort)
  }
})

t.test('a search that takes too long is answered 503, as Auth0 answers it', async t => {
  const hurried = await createTestApp(t, { database: app.database, database_statement_timeout: 300 })
  await hurried.api('GET', '/users?per_page=1')
  await app.database.query('begin')
  await app.database.query('lock table users in access exclusive mode')
  try {
    for (const path of ['/users?q=name:*mily123*', '/users?take=10', '/users?sort=name:-1']) {
      const { status, body } = await hurried.api('GET', path)
      t.equal(status, 503, path)
      t.match(body.message, /^The query exceeded the timeout/)
    }
  } finally {
    await app.database.query('rollback')
  }
})
