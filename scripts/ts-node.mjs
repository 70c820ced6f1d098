/** Lets `node --import` and mocha load TypeScript through ts-node's ES-module hooks. */
import { register } from 'node:module'

register('ts-node/esm/transpile-only', import.meta.url)

// Where Node can require ES modules, mocha does that before it imports them. The hooks are for imports,
// and mocha would show the failed require instead of what is wrong with a test file.
Object.defineProperty(process.features, 'require_module', { value: false })
