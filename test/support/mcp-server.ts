// A real MCP server on a loopback port: it takes access tokens that Lintel issued for it, and no others.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js'
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js'
import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import type { Test } from 'tap'

export type TestMcpServer = { url: string; close(): Promise<void> }

/**
 * Ends with the test.
 * @param scopes that it wants of a token, and says so in its metadata
 */
export async function startMcpServer(t: Test, issuer: string, scopes: string[]): Promise<TestMcpServer> {
  const keys = createRemoteJWKSet(new URL('.well-known/jwks.json', issuer))
  const app = createMcpExpressApp()
  const http = createServer(app)
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    http.closeAllConnections()
    http.close()
  })
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const url = `${origin}/mcp`
  const resourceMetadataUrl = `${origin}/.well-known/oauth-protected-resource/mcp`

  app.get('/.well-known/oauth-protected-resource/mcp', (_request, response) => {
    response.json({
      resource: url,
      authorization_servers: [issuer],
      ...(scopes.length > 0 ? { scopes_supported: scopes } : {}),
    })
  })

  const verifier = {
    async verifyAccessToken(token: string) {
      try {
        const { payload } = await jwtVerify(token, keys, { issuer, audience: url, algorithms: ['RS256'] })
        return {
          token,
          clientId: String(payload.azp ?? payload.client_id),
          scopes: String(payload.scope ?? '').split(' '),
          expiresAt: Number(payload.exp),
          resource: new URL(url),
          extra: { sub: payload.sub },
        }
      } catch {
        throw new InvalidTokenError('not a token for this server')
      }
    },
  }
  const guard = requireBearerAuth({
    verifier,
    requiredScopes: scopes,
    resourceMetadataUrl,
    expectedResource: new URL(url),
  })
  app.post('/mcp', guard, async (request, response) => {
    const server = new McpServer({ name: 'weather', version: '1.0.0' })
    server.registerTool('whoami', { description: 'Says who asks' }, ({ authInfo }) => ({
      content: [{ type: 'text', text: JSON.stringify({ sub: authInfo?.extra?.sub, client_id: authInfo?.clientId }) }],
    }))
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true })
    response.on('close', () => {
      transport.close()
      server.close()
    })
    await server.connect(transport as never)
    await transport.handleRequest(request, response, request.body)
  })
  app.get('/mcp', guard, (_request, response) => {
    response.status(405).end()
  })
  return {
    url,
    close: () =>
      new Promise(resolve => {
        http.closeAllConnections()
        http.close(() => resolve())
      }),
  }
}
