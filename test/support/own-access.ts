// Somebody at an app that asks for her own access to the Management API.
import type { Client } from '../../src/store/clients.ts'
import { apiWith } from './api-as.ts'
import type { TestApp } from './app.ts'
import { askFor, codeIn, PASSWORD, type Tokens, trade } from './scene.ts'
import { Visitor } from './visitor.ts'

export const OWN_SCOPES = [
  'read:current_user',
  'update:current_user_identities',
  'create:current_user_metadata',
  'update:current_user_metadata',
  'delete:current_user_metadata',
  'create:current_user_device_credentials',
  'delete:current_user_device_credentials',
]

/** Signs somebody in for the Management API. */
export async function signInForOwn(
  app: TestApp,
  client: Client,
  person: { email: string },
  scopes: readonly string[] = OWN_SCOPES,
  { visitor = new Visitor(app.issuer), password = PASSWORD }: { visitor?: Visitor; password?: string } = {},
): Promise<Tokens> {
  const asked = askFor(client, {
    audience: `${app.issuer}api/v2/`,
    scope: ['openid', 'email', ...scopes].join(' '),
    prompt: 'login',
  })
  const page = await visitor.get(asked.url)
  const code = codeIn(await visitor.submit(page, { username: person.email, password }))
  if (code === undefined) throw new Error('no code')
  return (await trade(app, client, code, asked)).body
}

export const as =
  (app: TestApp, { access_token }: Tokens) =>
  (method: string, path: string, body?: unknown) =>
    apiWith(app, access_token, method, path, body)
