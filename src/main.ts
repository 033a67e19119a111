// The process: read configuration, build the app, listen, close on SIGTERM.
import { serve } from './serve.ts'

process.exitCode = await serve()
