// What every route below a connection needs of it.
import { Type } from 'typebox'
import { LintelError } from '../../errors.ts'

export const ConnectionParams = Type.Object({ id: Type.String({ pattern: '^con_[A-Za-z0-9]{16}$' }) })

export const inexistentConnection = () => new LintelError('inexistent_connection', 'The connection does not exist')
