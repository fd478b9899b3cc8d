import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const system = 'http://127.0.0.1:8780';

/** Every address below /officer/ is the one application's, as the host of the sites has it. */
const officerAddresses: Plugin = {
  name: 'officer-addresses',
  configureServer({ middlewares }) {
    middlewares.use((request, _response, next) => {
      if (/^\/officer\/[^.]*$/.test(request.url ?? '')) request.url = '/officer/index.html';
      next();
    });
  },
};

/** React Aria speaks 34 languages, Thai not among them: the sites need the one it falls back to. */
const oneLocale: Plugin = {
  name: 'one-locale',
  apply: 'build',
  enforce: 'pre',
  load: (id) =>
    /[\\/]react-(?:aria|stately|aria-components)[\\/].*[\\/](?!en-US)[a-z]{2}-[A-Z]{2}\.mjs$/.test(id)
      ? 'export default {};'
      : null,
};

export default defineConfig({
  root: here('.'),
  plugins: [react(), officerAddresses, oneLocale],
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    // A citizen's phone may be ten years old; a data: URL would need a wider policy for scripts and styles.
    target: ['chrome61', 'safari12', 'firefox60'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        citizen: here('index.html'),
        places: here('places/index.html'),
        documents: here('documents/index.html'),
        officer: here('officer/index.html'),
      },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/v1': system, '/config.json': system, '/cognito': system } },
});
