import { z } from 'zod'

// Must run before any schema is made: zod otherwise tries `new Function`, which the page's CSP refuses with a console error.
z.config({ jitless: true })
