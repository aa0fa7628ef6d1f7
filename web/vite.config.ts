import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** `npm run watch:web` serves the page with its sources and asks a running service for everything else. */
const SERVICE = 'http://127.0.0.1:5020'

export default defineConfig({
  root: here('.'),
  // The service writes into the document where it lies (BASE_PATH); the rest finds what is beside itself.
  base: './',
  build: {
    outDir: here('../dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    // A picture or style written into the page would need a looser content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false }
  },
  server: { port: 5021, proxy: { '/pushhub': { target: SERVICE, ws: true } } }
})
