import type { ButtonHTMLAttributes, Ref } from 'react'
import { Icon, type IconName } from './icon.tsx'

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: 'plain' | 'primary' | 'ghost' | 'danger'
  icon?: IconName
  /** The key that does the same, shown beside the words. */
  keyHint?: string
  ref?: Ref<HTMLButtonElement>
}

/** A button with words. */
export function Button({ look = 'plain', icon, keyHint, children, className = '', ref, ...rest }: ButtonProps) {
  return (
    <button type="button" className={`btn ${look === 'plain' ? '' : look} ${className}`} ref={ref} {...rest}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
      {keyHint !== undefined && <kbd aria-hidden="true">{keyHint}</kbd>}
    </button>
  )
}

type IconButtonProps = Omit<ButtonProps, 'children' | 'look' | 'keyHint'> & { icon: IconName; label: string }

/** A button that is only an icon; its label is read and shown as a tooltip. */
export function IconButton({ icon, label, className = '', ref, ...rest }: IconButtonProps) {
  return (
    <button type="button" className={`btn ghost icon ${className}`} aria-label={label} title={label} ref={ref} {...rest}>
      <Icon name={icon} />
    </button>
  )
}
