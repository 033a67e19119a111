import { buildBreachedPasswords } from '../store/breached-passwords.ts'
import { Refused, type Verbs } from './verb.ts'

export const breachedPasswordVerbs: Verbs = {
  'breached-passwords build': {
    says: 'makes the file that LINTEL_BREACHED_PASSWORDS_FILE names of a downloaded list of SHA-1 hashes (haveibeenpwned.com)',
    args: ['list'],
    flags: { out: 'where to write it (default: what LINTEL_BREACHED_PASSWORDS_FILE says)' },
    async run({ args: [list = ''], flags, config, say, progress }) {
      const out = typeof flags.out === 'string' ? flags.out : config.breached_passwords_file
      if (out === undefined) throw new Refused('Say where to write it: --out, or LINTEL_BREACHED_PASSWORDS_FILE.')
      let told = 0
      try {
        const entries = await buildBreachedPasswords(list, out, made => {
          if (made - told < 1_000_000) return
          told = made
          progress(`${made} passwords`)
        })
        say(`${out} knows ${entries} passwords. A server takes it at its next start.`)
      } catch (error) {
        throw new Refused(`${list}: ${(error as Error).message}`)
      }
      return 0
    },
  },
}
