import { app } from './app.ts'
import { notImplemented, strict } from './strict.ts'
import { BrowserWindow } from './window.ts'

type Options = Electron.MenuItemConstructorOptions

/** Roles whose click the double carries out; the rest belong to a window system and do nothing here. */
function runRole(role: Options['role'], window: BrowserWindow | null): void {
  if (role === 'quit') app.quit()
  else if (role === 'close') window?.close()
  else if (role === 'reload') window?.reload()
}

export class MenuItem {
  readonly id: string
  readonly label: string
  readonly role: Options['role']
  readonly accelerator: Options['accelerator']
  readonly type: NonNullable<Options['type']>
  readonly submenu: Menu | null
  enabled: boolean
  visible: boolean
  checked: boolean
  readonly click: (event?: unknown, window?: BrowserWindow | null) => void

  constructor(options: Options) {
    this.id = options.id ?? ''
    this.label = options.label ?? options.role ?? ''
    this.role = options.role
    this.accelerator = options.accelerator
    this.submenu = Array.isArray(options.submenu)
      ? Menu.buildFromTemplate(options.submenu)
      : ((options.submenu as Menu | undefined) ?? null)
    this.type = options.type ?? (this.submenu === null ? 'normal' : 'submenu')
    this.enabled = options.enabled ?? true
    this.visible = options.visible ?? true
    this.checked = options.checked ?? false
    if (this.accelerator !== undefined) assertAccelerator(String(this.accelerator))
    const self = strict('MenuItem', this)
    this.click = (event = {}, window = BrowserWindow.getFocusedWindow()) => {
      if (!this.enabled) return
      if (this.type === 'checkbox') this.checked = !this.checked
      if (this.type === 'radio') this.checked = true
      if (options.click === undefined) runRole(options.role, window)
      else (options.click as (item: unknown, window: unknown, event: unknown) => void)(self, window ?? undefined, event)
    }
    return self
  }
}

const MODIFIERS = /^(?:Command|Cmd|Control|Ctrl|CommandOrControl|CmdOrCtrl|Alt|Option|AltGr|Shift|Super|Meta)$/i
const KEYS =
  /^(?:[0-9A-Z]|F(?:[1-9]|1\d|2[0-4])|[)!@#$%^&*(:;+=<,_\->.?/~`{\][|\\}"']|Plus|Space|Tab|Backspace|Delete|Insert|Return|Enter|Up|Down|Left|Right|Home|End|PageUp|PageDown|Escape|Esc)$/i

/** Electron throws on an accelerator it can't read. */
function assertAccelerator(accelerator: string): void {
  const parts = accelerator.split('+')
  const key = parts.pop() ?? ''
  if (!parts.every((part) => MODIFIERS.test(part)) || !KEYS.test(key)) throw new TypeError(`Error processing argument: ${accelerator}`)
}

export class Menu {
  static _application: Menu | null = null
  readonly items: MenuItem[] = []

  constructor() {
    return strict('Menu', this)
  }

  static buildFromTemplate(template: readonly (Options | MenuItem)[]): Menu {
    const menu = new Menu()
    for (const item of template) menu.append(item instanceof MenuItem ? item : new MenuItem(item))
    return menu
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu._application = menu
  }

  static getApplicationMenu(): Menu | null {
    return Menu._application
  }

  append(item: MenuItem): void {
    this.items.push(item)
  }

  popup(): never {
    return notImplemented('Menu.popup')
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null)
      if (found !== null) return found
    }
    return null
  }
}
