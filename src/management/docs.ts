// /api/v2/docs: the OpenAPI document to read and to try, in Swagger UI. Everything comes from here, nothing runs inline; the bearer token
// that somebody pastes stays in the page. Owned here: the page, what it may load, its assets. Not owned: what the document says.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { LintelError } from '../errors.ts'

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// @fastify/swagger-ui carries a built Swagger UI without the telemetry that swagger-ui-dist installs; its plugin is not used.
const FILES: { [name: string]: { url: string; type: string } } = {
  'swagger-ui.css': { url: import.meta.resolve('@fastify/swagger-ui/static/swagger-ui.css'), type: 'text/css' },
  'docs.css': { url: import.meta.resolve('./docs/docs.css'), type: 'text/css' },
  'swagger-ui-bundle.js': {
    url: import.meta.resolve('@fastify/swagger-ui/static/swagger-ui-bundle.js'),
    type: 'text/javascript',
  },
  'docs.js': { url: import.meta.resolve('./docs/docs.js'), type: 'text/javascript' },
}

type Asset = { type: string; etag: string; body: Buffer; brotli: Buffer }

const compress = promisify(brotliCompress)

/** Two megabytes that most servers are never asked for. */
async function read(name: string): Promise<Asset | undefined> {
  const file = FILES[name]
  if (!file) return undefined
  const body = await readFile(fileURLToPath(file.url))
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const brotli = await compress(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
  return { type: `${file.type}; charset=utf-8`, etag, body, brotli }
}

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Lintel Management API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/swagger-ui.css">
<link rel="stylesheet" href="docs/docs.css">
<script src="docs/swagger-ui-bundle.js" defer></script>
<script type="module" src="docs/docs.js"></script>
</head>
<body>
<main id="docs"></main>
<noscript>This page needs JavaScript; <a href="openapi.json">the OpenAPI document</a> does not.</noscript>
</body>
</html>
`

export async function docs(server: FastifyInstance): Promise<void> {
  const assets = new Map<string, Promise<Asset | undefined>>()

  server.get('/docs', { config: { public: true } }, async (_request, reply) =>
    reply.header('content-security-policy', POLICY).type('text/html; charset=utf-8').send(PAGE),
  )

  server.get<{ Params: { file: string } }>('/docs/:file', { config: { public: true } }, async (request, reply) => {
    const { file } = request.params
    const asset = Object.hasOwn(FILES, file) ? await (assets.get(file) ?? remember(file)) : undefined
    if (!asset) throw new LintelError('not_found', 'There is no such file.')
    reply.headers({ etag: asset.etag, 'cache-control': 'public, max-age=3600', vary: 'accept-encoding' })
    if (request.headers['if-none-match'] === asset.etag) return reply.code(304).send()
    const brotli = /\bbr\b/.test(request.headers['accept-encoding'] ?? '')
    if (brotli) reply.header('content-encoding', 'br')
    return reply.type(asset.type).send(brotli ? asset.brotli : asset.body)
  })

  function remember(file: string): Promise<Asset | undefined> {
    const asset = read(file)
    assets.set(file, asset)
    asset.catch(() => assets.delete(file))
    return asset
  }
}
