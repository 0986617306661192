import { z } from 'zod'

// Before any schema is made: nothing here compiles code from text, as in the screens.
z.config({ jitless: true })
