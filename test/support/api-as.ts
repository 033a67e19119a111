// Management API calls by somebody who holds less than everything.
import { ADMIN, type TestApp } from './app.ts'

type ClientAuthentication = { client_id: string; client_secret: string }

/** A Management API token as the token endpoint gives it; with `scopes`, only those of what the client is granted. */
export async function managementToken(
  app: TestApp,
  { client = ADMIN, scopes }: { client?: ClientAuthentication; scopes?: readonly string[] } = {},
): Promise<string> {
  const { client_id, client_secret } = client
  const response = await app.fetch('/oauth/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'client_credentials',
      client_id,
      client_secret,
      audience: `${app.issuer}api/v2/`,
      ...(scopes ? { scope: scopes.join(' ') } : {}),
    }),
  })
  const body = (await response.json()) as { access_token?: string }
  if (!body.access_token) throw new Error(`no management token: ${response.status} ${JSON.stringify(body)}`)
  return body.access_token
}

export async function apiWith(app: TestApp, token: string | undefined, method: string, path: string, body?: unknown) {
  const response = await app.fetch(`/api/v2${path}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not
  const answer: any = text === '' ? undefined : JSON.parse(text)
  return { status: response.status, body: answer }
}

/** As the administration client, with just these scopes. */
export const apiAs = async (app: TestApp, scopes: string[], method: string, path: string, body?: unknown) =>
  apiWith(app, await managementToken(app, { scopes }), method, path, body)
