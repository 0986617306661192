import { expect, test } from './harness/app.ts'
import { expectStill, takeUnsteady } from './harness/steady.ts'

test('the app opens, keeps its launch token out of the address, and survives a reload', async ({ app }) => {
  await expect(app.page).toHaveTitle(/Stewardbook/)
  await expect(app.page.getByRole('heading').first()).toBeVisible()
  expect(new URL(app.page.url()).hash).toBe('')
  await app.page.reload()
  await expect(app.page.getByRole('heading').first()).toBeVisible()
  await app.expectAccessible()
})

test('a screen that jumps, and one that moves although less motion is asked for, is found out', async ({ app }) => {
  const { page } = app
  await expect(page.getByRole('heading', { name: 'Stewardbook' })).toBeVisible()
  expect(await takeUnsteady(page)).toEqual([])
  await page.evaluate(() => {
    const late = document.createElement('p')
    late.style.height = '120px'
    document.querySelector('main .inner')?.prepend(late)
  })
  // At once, though it was not drawn yet; and who asks for motions only leaves it to be judged.
  await expectStill(page, 'what only jumps')
  expect(await takeUnsteady(page)).toEqual([expect.stringMatching(/^jump 0\./)])
  await page.evaluate(async () => {
    const [sliding, fading] = [document.createElement('p'), document.createElement('p')]
    document.body.append(sliding, fading)
    sliding.style.setProperty('animation', 'slide 9s', 'important')
    fading.style.setProperty('transition', 'opacity 9s', 'important')
    // Drawn once before it changes.
    for (const _frame of [1, 2]) await new Promise((resolve) => requestAnimationFrame(resolve))
    fading.style.opacity = '0.5'
  })
  const found: string[] = []
  await expect
    .poll(async () => {
      found.push(...(await takeUnsteady(page)))
      return [/^motion 9000: .*animationstart of/, /^motion 9000: .*transitionrun of/, /^motion 9000: .*something runs/].map((kind) =>
        found.some((one) => kind.test(one)),
      )
    })
    .toEqual([true, true, true])
})
