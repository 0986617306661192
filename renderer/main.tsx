import './app/jitless.ts'
import { createRoot } from 'react-dom/client'
import './app/styles.ts'
import { App } from './app/app.tsx'
import { applyTheme } from './app/theme.ts'
import { refuseStrayDrops } from './files/drop.tsx'

applyTheme()
refuseStrayDrops()
const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(<App />)
