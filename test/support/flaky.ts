// A database behind a door that can be shut: a TCP relay to the real server that drops every connection and refuses new ones.
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import type { Test } from 'tap'
import { createDatabase, type TestDatabase } from './database.ts'

export type FlakyDatabase = { url: string; database: TestDatabase; goAway(): Promise<void>; comeBack(): Promise<void> }

export async function startFlakyDatabase(t: Test): Promise<FlakyDatabase> {
  const database = await createDatabase()
  const real = new URL(database.url)
  const socketDirectory = real.searchParams.get('host')
  const open = (): Socket =>
    socketDirectory === null
      ? createConnection(Number(real.port || 5432), real.hostname)
      : createConnection(`${socketDirectory}/.s.PGSQL.${real.searchParams.get('port') ?? (real.port || '5432')}`)

  const sockets = new Set<Socket>()
  let server: Server
  let port = 0
  const listen = () =>
    new Promise<void>(resolve => {
      server = createServer(near => {
        const far = open()
        for (const socket of [near, far]) {
          sockets.add(socket)
          socket.on('error', () => {})
          socket.on('close', () => {
            sockets.delete(socket)
            near.destroy()
            far.destroy()
          })
        }
        near.pipe(far)
        far.pipe(near)
      })
      server.listen(port, '127.0.0.1', () => {
        port = (server.address() as { port: number }).port
        resolve()
      })
    })
  const shut = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })

  await listen()
  const url = new URL(database.url)
  url.searchParams.delete('host')
  url.searchParams.delete('port')
  url.hostname = '127.0.0.1'
  url.port = String(port)
  t.teardown(async () => {
    if (server.listening) await shut()
    await database.drop()
  })
  return { url: url.href, database, goAway: shut, comeBack: listen }
}
