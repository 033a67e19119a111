// Spanish, for Spain and America alike. Addresses with «usted», as banks and public services do.
import type { Translation } from '../words.ts'

export default {
  name: 'Español',
  prompts: {},
} satisfies Translation
