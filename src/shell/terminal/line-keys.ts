/** Keys that go to the ends of a line: in an input of several lines that is the line of the cursor. */
import type { Key, LineEditor } from './line-editor.ts'

/** Takes a key; false where the editor means the same. */
export function takeLineKey(editor: LineEditor, { name, ctrl, meta }: Key): boolean {
  if (meta || !editor.text.includes('\n')) return false
  const isStart = ctrl ? name === 'a' : name === 'home'
  const isEnd = ctrl ? name === 'e' : name === 'end'
  if (isStart) editor.moveTo(editor.lineStart)
  if (isEnd) editor.moveTo(editor.lineEnd)
  return isStart || isEnd
}
