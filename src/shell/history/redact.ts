export { withoutSecrets as redact } from './secret-text.ts'
