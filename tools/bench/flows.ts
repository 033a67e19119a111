// What is asked of a server: one step a flow, the same for Lintel and for its yardstick.
import { createHash, randomBytes } from 'node:crypto'
import { type Asked, errorsOf, type Visited, Visitor } from '../../test/support/visitor.ts'
import { expect, type Request, type Step, send } from './load.ts'

/** Where the client of the bench is sent back to; nothing listens there. */
export const CALLBACK = 'https://client.example.com/callback'

export const WORKERS = 16
/** For one round; they expire within a minute. */
const CODES = 200

/** A server of the protocol, ready to be asked. */
export type ProtocolTarget = {
  issuer: string
  /** the parameters of a client credentials request */
  machine: { [parameter: string]: string }
  web: { client_id: string; client_secret: string }
  /** further parameters of an authorization request */
  authorization: { [parameter: string]: string }
  /** who can sign in at the page; none: there is no page */
  users: { username: string; password: string }[]
}

export type Protocol = {
  discovery: Step
  clientCredentials: Step
  /** An authorization request of a browser that is signed in. */
  authorize: Step
  /** A code's way to tokens; ends when `fillCodes` has left no more. */
  exchange: Step
  /** Spends each worker's refresh token for its next one. */
  refresh: Step
  /** From an authorization request through the page and a code to tokens, each time in a browser of its own. */
  signIn: Step
  /** Opens the page in this many browsers; answers what makes all of them submit it at once. */
  crowd(size: number): Promise<() => Promise<void>>
  /** Gets fresh codes to exchange. */
  fillCodes(): Promise<void>
  /** Signs every worker in and gets it a refresh token. */
  prepare(): Promise<void>
}

const form = (fields: { [name: string]: string } | URLSearchParams): Request => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
})

function codeIn(location: string | null | undefined, answered?: Visited): string {
  const code = location?.startsWith(CALLBACK) ? new URL(location).searchParams.get('code') : null
  if (code) return code
  const page = answered && `, answered ${answered.status} (${errorsOf(answered).join(', ')})`
  throw new Error(`no code: sent to ${location}${page ?? ''}`)
}

/** Costs the machine a fraction of what `fetch` does: it shares the cores with who is measured. */
class LightVisitor extends Visitor {
  protected override async ask(url: URL, { method = 'GET', headers, body }: Asked) {
    const asked = body instanceof URLSearchParams ? form(body) : {}
    const answer = await send(url, { ...asked, method, headers: { ...headers, ...asked.headers } })
    const { 'set-cookie': cookies = [], location } = answer.headers
    const answered = new Headers(location === undefined ? {} : { location })
    for (const cookie of cookies) answered.append('set-cookie', cookie)
    return { status: answer.status, headers: answered, body: answer.body }
  }
}

export function createProtocol(target: ProtocolTarget): Protocol {
  const discoveryUrl = new URL('.well-known/openid-configuration', target.issuer)
  const tokenUrl = new URL('oauth/token', target.issuer)
  const code_verifier = randomBytes(32).toString('base64url')
  const authorizationUrl = new URL('authorize', target.issuer)
  authorizationUrl.search = new URLSearchParams({
    response_type: 'code',
    client_id: target.web.client_id,
    redirect_uri: CALLBACK,
    state: 'bench',
    nonce: 'bench',
    code_challenge: createHash('sha256').update(code_verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...target.authorization,
  }).toString()

  const codes: string[] = []
  /** of each worker's signed-in browser */
  const cookies: string[] = []
  const refreshTokens: string[] = []
  let visitors = 0

  /**
   * In a network of her own (RFC 2544's, for benchmarks): a hundred tries at once from one are all that its allowance has, and the last of them
   * is refused when its moment was an earlier one than the first's.
   */
  function newVisitor(): LightVisitor {
    const user = visitors++ % 65_536
    return new LightVisitor(target.issuer, { 'x-forwarded-for': `198.18.${user >> 8}.${user & 255}` })
  }

  /** Opens the page, if there is one; answers what fills it in and comes back with a code. */
  async function open(visitor: LightVisitor): Promise<() => Promise<string>> {
    const user = target.users[visitors % target.users.length]
    const first = await visitor.get(authorizationUrl)
    return async () => {
      const last = user ? await visitor.submit(first, user) : first
      return codeIn(last.headers.get('location'), last)
    }
  }
  const visit = async (visitor: LightVisitor) => (await open(visitor))()

  const newCode = async (worker: number): Promise<string> =>
    codeIn((await send(authorizationUrl, { headers: { cookie: cookies[worker]! } })).headers.location)

  const tokens = async (grant: { [name: string]: string }): Promise<{ [name: string]: string }> =>
    JSON.parse(expect(200, await send(tokenUrl, form({ ...target.web, ...grant }))).body)

  const redeem = (code: string) =>
    tokens({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier })

  const flows: Protocol = {
    async discovery() {
      expect(200, await send(discoveryUrl))
      return true
    },
    async clientCredentials() {
      expect(200, await send(tokenUrl, form({ grant_type: 'client_credentials', ...target.machine })))
      return true
    },
    async authorize(worker) {
      await newCode(worker)
      return true
    },
    async exchange() {
      const code = codes.pop()
      if (code === undefined) return false
      await redeem(code)
      return true
    },
    async refresh(worker) {
      const { refresh_token } = await tokens({ grant_type: 'refresh_token', refresh_token: refreshTokens[worker]! })
      if (!refresh_token || refresh_token === refreshTokens[worker]) throw new Error('the refresh token did not rotate')
      refreshTokens[worker] = refresh_token
      return true
    },
    async signIn() {
      await redeem(await visit(newVisitor()))
      return true
    },
    async crowd(size) {
      const submits: (() => Promise<string>)[] = []
      for (let n = 0; n < size; n++) submits.push(await open(newVisitor()))
      return async () => {
        await Promise.all(submits.map(submit => submit()))
      }
    },
    async fillCodes() {
      codes.length = 0
      const share = Array.from({ length: CODES / WORKERS })
      await Promise.all(
        cookies.map(async (_, worker) => {
          for (const _ of share) codes.push(await newCode(worker))
        }),
      )
    },
    async prepare() {
      for (let worker = 0; worker < WORKERS; worker++) {
        const visitor = newVisitor()
        const { refresh_token } = await redeem(await visit(visitor))
        if (!refresh_token) throw new Error('no refresh token')
        cookies[worker] = [...visitor.cookies.values()].map(({ name, value }) => `${name}=${value}`).join('; ')
        refreshTokens[worker] = refresh_token
      }
    },
  }
  return flows
}

export type ManagementTarget = { issuer: string; machine: { [parameter: string]: string }; user_ids: string[] }

export type Management = {
  /** A path below `/api/v2/`; throws unless it is answered 200. */
  get(path: string): Promise<unknown>
  getUser: Step
  listUsers: Step
}

export async function createManagement({ issuer, machine, user_ids }: ManagementTarget): Promise<Management> {
  const answer = await send(new URL('oauth/token', issuer), form({ grant_type: 'client_credentials', ...machine }))
  const { access_token } = JSON.parse(expect(200, answer).body) as { access_token: string }
  const get = async (path: string) =>
    expect(200, await send(new URL(`api/v2/${path}`, issuer), { headers: { authorization: `Bearer ${access_token}` } }))
  let next = 0
  return {
    get,
    async getUser() {
      await get(`users/${encodeURIComponent(user_ids[next++ % user_ids.length]!)}`)
      return true
    },
    async listUsers() {
      await get('users?per_page=50')
      return true
    },
  }
}
