// The cookie of a browser on which people have proved two factors and are not asked again for a while (store/remembered-browsers.ts): a bearer
// value for each of them. It stands for a second factor only, beside a first one.
import { newBearerValue } from '../ids.ts'
import { hashBearer } from '../store/hash.ts'

const MOST_USERS = 4

/** Silent authentication in an iframe looks at it too, so over https it goes wherever the session's goes. */
export const rememberedCookie = (issuer: string) => {
  const secure = issuer.startsWith('https:')
  return {
    name: secure ? '__Host-lintel_remembered' : 'lintel_remembered',
    options: { path: '/', httpOnly: true, secure, sameSite: secure ? 'none' : 'lax' },
  } as const
}

const valuesIn = (cookie: string | undefined): string[] =>
  (cookie ?? '')
    .split('.')
    .filter(value => /^[A-Za-z0-9_-]{43}$/.test(value))
    .slice(0, MOST_USERS)

/** As the store knows them. */
export const rememberedHashes = (cookie: string | undefined): string[] => valuesIn(cookie).map(hashBearer)

/** The cookie with one more. */
export function rememberedWith(cookie: string | undefined): { cookie: string; token_hash: string } {
  const value = newBearerValue()
  const values = [value, ...valuesIn(cookie)].slice(0, MOST_USERS)
  return { cookie: values.join('.'), token_hash: hashBearer(value) }
}
