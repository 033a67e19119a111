// As much of a browser as signing in needs: it keeps cookies, follows redirects, fills in a form of name and password.
import type { OutgoingHttpHeaders } from 'node:http'
import { type Answer, expect, send } from './load.ts'

const MAX_STEPS = 10

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=')

/** The first form that is posted: where to, and what it carries. */
function formOf(html: string): { action: string; fields: { [name: string]: string } } {
  const [form] = /<form\b(?=[^>]*method="post")[\s\S]*?<\/form>/i.exec(html) ?? []
  if (!form) throw new Error(`no form: ${html.slice(0, 500)}`)
  const fields: { [name: string]: string } = {}
  for (const [input] of form.matchAll(/<input\b[^>]*>/g)) {
    const name = attribute(input, 'name')
    if (name !== undefined && attribute(input, 'type') !== 'checkbox') fields[name] = attribute(input, 'value') ?? ''
  }
  return { action: attribute(form, 'action') ?? '', fields }
}

export class Browser {
  #cookies = new Map<string, string>()

  async #send(url: URL, method: string, headers: OutgoingHttpHeaders, body?: string): Promise<Answer> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await send(url, {
      method,
      headers: { ...headers, ...(cookie === '' ? {} : { cookie }) },
      ...(body === undefined ? {} : { body }),
    })
    for (const set of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (value === '' || /;\s*max-age=0\b/i.test(set)) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return answer
  }

  get(url: URL): Promise<Answer> {
    return this.#send(url, 'GET', {})
  }

  /** Goes where it is sent, filling in the first form it meets, until it is sent to `end`. */
  async follow(url: URL, filledIn: { [name: string]: string }, end: string): Promise<Answer> {
    let at = url
    let answer = await this.get(at)
    for (let steps = 0; steps < MAX_STEPS; steps++) {
      const { location } = answer.headers
      if (location?.startsWith(end)) return answer
      if (location !== undefined) {
        at = new URL(location, at)
        answer = await this.get(at)
      } else {
        const { action, fields } = formOf(expect(200, answer).body)
        at = new URL(action, at)
        const body = new URLSearchParams({ ...fields, ...filledIn }).toString()
        const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: at.origin }
        answer = await this.#send(at, 'POST', headers, body)
      }
    }
    throw new Error(`the browser was sent round and round: ${at.href}`)
  }
}
