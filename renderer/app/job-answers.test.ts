import { describe, expect, it } from 'vitest'
import type { Job } from '#contract/jobs'
import { laterJob, laterJobs } from './job-answers.ts'

const job = (jobId: string, state: Job['state']): Job => ({
  jobId,
  kind: 'preview',
  title: 'Looking',
  state,
  step: '',
  done: 0,
  total: null,
  startedAtMs: 0,
  endedAtMs: null,
  error: null,
  importId: null,
})

describe('answers about jobs that come late', () => {
  it('do not bring an ended job back', () => {
    expect(laterJob(job('a', 'failed'), job('a', 'running')).state).toBe('failed')
    expect(
      laterJobs({ items: [job('a', 'done')] }, { items: [job('b', 'running'), job('a', 'running')] }).items.map(({ state }) => state),
    ).toEqual(['running', 'done'])
  })

  it('count otherwise', () => {
    expect(laterJob(undefined, job('a', 'running')).state).toBe('running')
    expect(laterJob(job('a', 'running'), job('a', 'done')).state).toBe('done')
    expect(laterJob(job('a', 'done'), job('b', 'running')).jobId).toBe('b')
  })
})
