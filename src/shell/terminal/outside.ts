/** Lends the terminal to other programs, and to the shell that Ctrl-Z goes back to. */
import { bracketedPaste, type Typeahead } from './typeahead.ts'

export interface Lender {
  readonly typeahead: Typeahead
  readonly output: NodeJS.WritableStream
}

/** The terminal as every program finds it; answers how to take it back. */
function giveBack({ typeahead, output }: Lender): () => void {
  output.write(bracketedPaste.off)
  typeahead.setRawMode(false)
  const reclaim = typeahead.lend()
  return () => {
    reclaim()
    typeahead.setRawMode(true)
    output.write(bracketedPaste.on)
  }
}

/** Runs what takes the terminal over, such as an editor. */
export async function handOver<T>(lender: Lender, run: () => Promise<T>): Promise<T> {
  const takeBack = giveBack(lender)
  try {
    return await run()
  } finally {
    takeBack()
  }
}

/** Ctrl-Z: stops this process until its shell goes on with it. */
export function suspend(lender: Lender, resumed: () => void): void {
  if (process.platform === 'win32') return
  const takeBack = giveBack(lender)
  process.once('SIGCONT', () => {
    takeBack()
    resumed()
  })
  process.kill(process.pid, 'SIGTSTP')
}

/** Opens `$VISUAL` or `$EDITOR` on a text; answers what was saved. Rejects with what a person can mend. */
export async function editOutside(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
  lender: Lender,
): Promise<string> {
  const [{ mkdtemp, readFile, rm, writeFile }, { tmpdir }, { join }, { spawn }] = await Promise.all([
    import('node:fs/promises'),
    import('node:os'),
    import('node:path'),
    import('node:child_process'),
  ])
  const editor = env['VISUAL'] || env['EDITOR'] || 'vi'
  const folder = await mkdtemp(join(tmpdir(), 'support-repl-'))
  try {
    const file = join(folder, 'input.ts')
    await writeFile(file, text === '' ? '' : `${text}\n`, { mode: 0o600 })
    // As git runs it: the variable may hold arguments.
    const command = `${editor} "$@"`
    const status = await handOver(lender, () => {
      const child = spawn('sh', ['-c', command, editor, file], { stdio: 'inherit' })
      return new Promise<number | string>((resolve) => {
        child.on('error', (error) => resolve(error.message))
        child.on('close', (code, signal) => resolve(code ?? signal ?? 0))
      })
    })
    if (status !== 0) throw new Error(`${editor} ended with ${status}: the input stays as it was (set EDITOR)`)
    return (await readFile(file, 'utf8')).replace(/\r\n?/g, '\n').replace(/\n+$/, '')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
