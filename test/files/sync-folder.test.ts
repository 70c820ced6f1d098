/** Folders are put on the disk where that can be; where it cannot, nothing has failed. */
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { syncFolder } from '../../src/files/sync-folder.ts'
import { notRun } from '../not-run.ts'

describe('A folder', () => {
  it('is put on the disk', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'folder-'))
    try {
      await syncFolder(folder)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('of a file system that cannot do that is left alone', async function () {
    if (!existsSync('/proc/self')) notRun(this, 'there is no /proc here')
    await syncFolder('/proc/self')
  })

  it('that is not there is an error', async () => {
    const error = await syncFolder(join(tmpdir(), 'no', 'such', 'folder')).catch((reason) => reason)
    expect(error).to.include({ code: 'ENOENT' })
  })
})
