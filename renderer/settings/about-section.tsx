import { useAsk } from '../app/api.ts'

export function AboutSection() {
  const current = useAsk('book', 'current', {})
  return (
    <div className="settings">
      <p>
        <b>Stewardbook</b> {current.data?.appVersion ?? ''}
      </p>
      <p className="soft" style={{ maxWidth: '64ch' }}>
        A data steward’s book on their own machine: one file, no server, no account. Nothing leaves this machine; no network request is ever
        made.
      </p>
      <p className="small muted">
        Apache License 2.0. The notices of the software it is built from are in THIRD-PARTY-NOTICES beside the program.
      </p>
    </div>
  )
}
