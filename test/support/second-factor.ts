// What tests of second factors have in common: a tenant's policy, an authenticator app of another maker, a person on her way to a second proof.
import { generateSync } from 'otplib'
import type { Client } from '../../src/store/clients.ts'
import type { MultiFactor } from '../../src/store/multi-factor.ts'
import type { User } from '../../src/store/users.ts'
import type { TestApp } from './app.ts'
import { mailsTo } from './mail.ts'
import { type Asked, configure, PASSWORD, storeOf, visit } from './scene.ts'
import type { Visited, Visitor } from './visitor.ts'

type Person = User & { email: string }

export const MULTI_FACTOR = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor'

export const setMultiFactor = (
  app: TestApp,
  multi_factor: { factors?: Partial<MultiFactor['factors']> } & Partial<Omit<MultiFactor, 'factors'>>,
): Promise<void> => configure(app, store => store.settings.update({ multi_factor }, new Date()))

export const codeOf = (secret: string, at = new Date()): string =>
  generateSync({ secret, epoch: Math.floor(at.getTime() / 1000) })

/** The secret that she has an app for. */
export async function giveApp(app: TestApp, { user_id }: { user_id: string }): Promise<string> {
  const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
  await (await storeOf(app)).authentication_methods.create({ user_id, type: 'totp', secret }, new Date())
  return secret
}

/** She gives her password, and comes to what is next. */
export async function provePassword(
  app: TestApp,
  client: Client,
  person: Person,
  { params = {}, visitor }: { params?: { [name: string]: string }; visitor?: Visitor } = {},
): Promise<{ visitor: Visitor; page: Visited; asked: Asked }> {
  const { visitor: browser, page, asked } = await visit(app, client, params, visitor)
  const next = await browser.submit(page, { username: person.email, password: PASSWORD })
  return { visitor: browser, page: next, asked }
}

/** The code in the newest of so many mails. */
export async function mailedCode(app: TestApp, to: string, count = 1): Promise<string> {
  const mails = await mailsTo(app, to, count)
  const code = mails.at(-1)?.text.match(/\b\d{8}\b/)?.[0]
  if (code === undefined) throw new Error(`no code in ${mails.at(-1)?.text}`)
  return code
}

export const screenOf = (page: Visited): string => page.url.pathname.split('/').at(-1) ?? ''
