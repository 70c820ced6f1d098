// Lets `node --import` and mocha load TypeScript through ts-node's ES-module hooks.
import { register } from 'node:module'

register('ts-node/esm/transpile-only', import.meta.url)
