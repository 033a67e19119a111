// The suite's PostgreSQL: one server for the whole run, one migrated template, one database for each test file.
import { randomBytes } from 'node:crypto'
import pg from 'pg'

const TEMPLATE = 'lintel_test_template'

/** Where the run's server listens: what test/before.ts prepared, or TEST_DATABASE_URL's. */
export function serverUrl(database = 'postgres'): string {
  const base = process.env.LINTEL_TEST_SERVER ?? process.env.TEST_DATABASE_URL
  if (!base) throw new Error('run tests through `npm test`: it starts the database')
  const url = new URL(base)
  url.pathname = `/${database}`
  return url.href
}

async function asServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: serverUrl() })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

export async function makeTemplate(migrateIt: (url: string) => Promise<void>): Promise<void> {
  await asServer(async client => {
    await client.query(`drop database if exists ${TEMPLATE}`)
    await client.query(`create database ${TEMPLATE} encoding 'UTF8' template template0`)
  })
  await migrateIt(serverUrl(TEMPLATE))
}

export type TestDatabase = { url: string; name: string; query: pg.Client['query']; drop(): Promise<void> }

/** A database of one's own, migrated and filled as after a first start. */
export const createDatabase = (): Promise<TestDatabase> => create(TEMPLATE)

/** A database of one's own with nothing in it. */
export const createEmptyDatabase = (): Promise<TestDatabase> => create('template0')

async function create(template: string): Promise<TestDatabase> {
  const name = `lintel_test_${randomBytes(6).toString('hex')}`
  // Two files may copy the template at once: PostgreSQL refuses that for a moment.
  for (let attempt = 0; ; attempt++) {
    try {
      await asServer(client => client.query(`create database ${name} template ${template}`))
      break
    } catch (error) {
      if ((error as { code?: string }).code !== '55006' || attempt > 100) throw error
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
  const url = serverUrl(name)
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  return {
    url,
    name,
    query: client.query.bind(client) as pg.Client['query'],
    async drop() {
      await client.end()
      // A plain drop waits for connections that are just closing; by force they would end with an error.
      await asServer(server =>
        server.query(`drop database if exists ${name}`).catch(error => {
          if ((error as { code?: string }).code !== '55006') throw error
          return server.query(`drop database if exists ${name} with (force)`)
        }),
      )
    },
  }
}
