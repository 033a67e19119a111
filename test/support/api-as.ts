// Management API calls by somebody who holds less than everything.
import type { TestApp } from './app.ts'
import { signedToken } from './signed-token.ts'

/** As the administration client, with just these scopes. */
export async function apiAs(app: TestApp, scopes: string[], method: string, path: string, body?: unknown) {
  const response = await app.fetch(`/api/v2${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await signedToken(app, scopes)}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as any }
}
