// Any route of the Management API, for what has no verb of its own.
import { text } from 'node:stream/consumers'
import { Misused, showJson, TENANT, type Verbs } from './verb.ts'

export const requestVerbs: Verbs = {
  api: {
    says: 'asks the Management API: lintel api PUT /guardian/factors/otp \'{"enabled":true}\' (- reads the body from standard input)',
    args: ['method', 'path', '[body]'],
    flags: TENANT,
    async run(context) {
      const [method = '', path = '', given] = context.args
      if (!/^(get|post|put|patch|delete)$/i.test(method)) throw new Misused(`${method} is no method of the API.`)
      if (!/^\/(?!api\/v2\/)/.test(path)) throw new Misused(`${path} is no path below /api/v2, such as /clients`)
      const { call } = await context.administration()
      const answer = await call(
        method.toUpperCase(),
        path,
        readBody(given === '-' ? await text(context.io.stdin) : given),
      )
      if (answer !== undefined) showJson(context, answer)
      return 0
    },
  },
}

function readBody(given: string | undefined): unknown {
  if (given === undefined) return undefined
  try {
    return JSON.parse(given)
  } catch {
    throw new Misused('The body is not JSON.')
  }
}
