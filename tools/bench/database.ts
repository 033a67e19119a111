// A database for the run: on the server that BENCH_DATABASE_URL names, or on a PostgreSQL started for it.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { openEmbedded } from '../../src/store/embedded.ts'

async function createDatabase(server_url: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `lintel_bench_${randomBytes(6).toString('hex')}`
  const asServer = async (sql: string) => {
    const client = new pg.Client({ connectionString: server_url })
    await client.connect()
    try {
      await client.query(sql)
    } finally {
      await client.end()
    }
  }
  await asServer(`create database ${name} encoding 'UTF8' template template0`)
  const url = new URL(server_url)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => asServer(`drop database if exists ${name} with (force)`) }
}

/** Everything goes when the work is done, or whoever waits for it has enough. */
export async function withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const interrupted = new Promise<never>((_resolve, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => reject(new Error('interrupted')))
  })
  interrupted.catch(() => {})
  const server_url = process.env.BENCH_DATABASE_URL
  const scratch = await mkdtemp(path.join(tmpdir(), 'lintel-bench-'))
  const embedded = server_url === undefined ? await openEmbedded({ data_dir: scratch }) : undefined
  try {
    const database = await createDatabase(embedded?.connection_string ?? (server_url as string))
    try {
      return await Promise.race([work(database.url), interrupted])
    } finally {
      await database.drop()
    }
  } finally {
    await embedded?.stop()
    await rm(scratch, { recursive: true, force: true })
  }
}
