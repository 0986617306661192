const SIZES: Readonly<Record<string, readonly [number, number]>> = {
  A3: [11.7, 16.54],
  A4: [8.27, 11.7],
  A5: [5.83, 8.27],
  Letter: [8.5, 11],
  Legal: [8.5, 14],
  Tabloid: [11, 17],
}

/** Electron's options for a PDF as Chromium's. Sizes are inches in both. @throws Error as Electron's printToPDF rejects */
export function pdfParams({ pageSize, margins, ...options }: Electron.PrintToPDFOptions): Record<string, unknown> {
  const size = typeof pageSize === 'object' ? [pageSize.width, pageSize.height] : SIZES[pageSize ?? 'Letter']
  if (size === undefined) throw new Error(`Invalid pageSize ${JSON.stringify(pageSize)}`)
  const sides =
    margins === undefined
      ? {}
      : { marginTop: margins.top, marginBottom: margins.bottom, marginLeft: margins.left, marginRight: margins.right }
  return { ...options, ...sides, paperWidth: size[0], paperHeight: size[1] }
}
