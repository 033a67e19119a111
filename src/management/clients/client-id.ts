// A client's id in a path: the name that Lintel gave it, or the URL of a document, percent-encoded as a path wants it.
import { Type } from 'typebox'
import { MAX_CLIENT_ID } from '../../ids.ts'

export const ClientIdParams = Type.Object({
  id: Type.String({ pattern: `^[A-Za-z0-9._~:/?@!$&'()*+,;=%-]{1,${MAX_CLIENT_ID}}$` }),
})
