// Every page of test/support/sample-pages.ts over HTTP: /<minimal|full>/<prompt>/<screen>, in the language of `?lang=`.
import { join } from 'node:path'
import fastify from 'fastify'
import type { Pages } from '../../src/http/pages.ts'
import { registerViews } from '../../src/http/views.ts'
import { full, minimal } from './sample-pages.ts'

export interface Gallery {
  origin: string
  /** The paths of all pages. */
  paths: string[]
  /** What forms posted. */
  posts: string[]
  close(): Promise<void>
}

/** @param errors whether the full pages show errors too */
export async function openGallery({ errors = true } = {}): Promise<Gallery> {
  const app = fastify({ forceCloseConnections: true })
  const views = await registerViews(app, { root: join(import.meta.dirname, '../../views'), production: false })
  const samples = { minimal, full: full() }
  // Outside pictures have no place here.
  for (const page of Object.values(samples.full)) {
    page.tenant = { ...page.tenant, picture_url: null }
    if (page.client) page.client = { name: page.client.name }
    if (!errors && 'errors' in page) delete page.errors
  }
  const paths: string[] = []
  for (const [kind, pages] of Object.entries(samples)) {
    for (const [name, data] of Object.entries(pages)) {
      paths.push(`/${kind}/${name}`)
      app.get(`/${kind}/${name}`, (_request, reply) => views.page(reply, name as keyof Pages, data as never))
    }
  }
  const posts: string[] = []
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  )
  app.post('/u/abc/here', async request => {
    posts.push(String(request.body))
    return 'ok'
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const origin = `http://127.0.0.1:${(app.server.address() as { port: number }).port}`
  return { origin, paths, posts, close: () => app.close() }
}
