// The auth0 SDKs, versions 7 and 4, pointed at a Lintel over https.
import { ManagementClient as V7 } from 'auth0'
import { ManagementClient as V4 } from 'auth0-v4'
import type { Test } from 'tap'
import { ADMIN, createTestApp, type TestApp } from './app.ts'
import { localhostTls } from './tls.ts'

/** Each error is thrown once: a test that fails must not wait for retries. */
export function sdksOf(app: TestApp): { v7: V7; v4: V4 } {
  const as = { domain: new URL(app.issuer).host, clientId: ADMIN.client_id, clientSecret: ADMIN.client_secret }
  return { v7: new V7({ ...as, maxRetries: 0 }), v4: new V4({ ...as, retry: { enabled: false } }) }
}

export async function withSdks(t: Test): Promise<{ app: TestApp; v7: V7; v4: V4 }> {
  const app = await createTestApp(t, { tls: localhostTls() })
  return { app, ...sdksOf(app) }
}

/** Every item of a page and the pages after it. */
export async function all<T>(pages: Promise<AsyncIterable<T>>): Promise<T[]> {
  const items: T[] = []
  for await (const item of await pages) items.push(item)
  return items
}

/** What a call was refused with. */
export async function refusal(call: Promise<unknown>): Promise<unknown> {
  try {
    await call
  } catch (error) {
    return error
  }
  throw new Error('the call was not refused')
}

/** The SDK’s types leave most answers optional. */
export function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the answer lacks a value')
  return value
}
