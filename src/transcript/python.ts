/** Examples in Python, which many transcripts were before: how they are known, and what to write instead. */
import type { Example } from './examples.ts'

/** What no TypeScript has, and what to write in its place. */
const signs: readonly { python: RegExp; instead: string | ((found: RegExpExecArray) => string) }[] = [
  {
    python: /^\s*from\s+[\w.]+\s+import\s+(\w+)/,
    instead: ([, name]) => `write \`import { ${name} } from 'support-repl'\``,
  },
  {
    python: /^\s*import\s+[A-Za-z_][\w.]*\s*(?:as\s+\w+\s*)?$/m,
    instead: 'modules are imported by name: `import ... from`',
  },
  {
    python: /\.([a-z]+(?:_[a-z]+)+)\s*\(/,
    instead: ([, name = '']) => `\`${name}\` is called \`${camelCase(name)}\``,
  },
  { python: /\blen\((.*?)\)/, instead: ([, list]) => `write \`${list}.length\` for \`len(${list})\`` },
  {
    python: /^\s*(?:def|elif|except|lambda|print)\b(?!\s*[=.(:])/m,
    instead: 'functions are written `(a) => a`',
  },
  { python: /^\s*raise\b(?!\s*[=.(:])/m, instead: 'write `throw new Error(...)` for `raise`' },
  {
    python: /^\s*(?:for|while|if|elif|else|try|with|def|class|except|finally)\b[^{}]*:\s*$/m,
    instead: 'blocks stand in braces',
  },
  { python: /\b(?:True|False|None)\b/, instead: 'write `true`, `false` and `undefined`' },
  {
    python: /[(,]\s*(\w+)=(?!=|>)/,
    instead: ([, name = '']) => `members are named \`{ ${camelCase(name)}: ... }\``,
  },
  {
    python:
      /^\s*(?:\w+\s*=\s*)?(?!String|Number|Boolean|Symbol|BigInt|Date|Array|Object|RegExp|\w*Error)([A-Z]\w+)\([^)]*\)\s*$/,
    instead: ([, name]) => `write \`new ${name}(...)\``,
  },
  { python: /(?<![\w'"`.])f(['"])(?:(?!\1).)*\{(?:(?!\1).)*\1/, instead: 'write `${...}` in backticks' },
]

const camelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** What is Python in a source text, as a sentence; undefined where nothing is. */
export function pythonIn({ source, want }: Pick<Example, 'source' | 'want'>): string | undefined {
  for (const { python, instead } of signs) {
    const found = python.exec(source)
    if (found) return typeof instead === 'string' ? instead : instead(found)
  }
  if (/^(?:True|False|None)$/.test(want)) return 'true and false are written small, None is `undefined`'
  if (want.startsWith('Traceback (most recent call last):'))
    return 'an error is expected as one line, `Uncaught NAME: message`'
  return undefined
}
