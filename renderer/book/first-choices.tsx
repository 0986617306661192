import { Link } from '@tanstack/react-router'
import { showOverlay } from '../app/overlay.ts'
import { Icon } from '../ui/icon.tsx'
import { ErrorBlock } from '../ui/states.tsx'
import { FORMATS } from '../sources/words.ts'
import { useMakeSample } from './make-sample.tsx'

const IMPORTS = [
  { format: 'dbt', icon: 'lineage', title: 'Import dbt artifacts' },
  { format: 'schema', icon: 'table', title: 'Import a table list (information_schema)' },
  { format: 'datasets', icon: 'file', title: 'Import a dataset CSV' },
  { format: 'costs', icon: 'costs', title: 'Import a billing export' },
] as const

/** An empty catalog: what fills it. */
export function FirstChoices() {
  const sample = useMakeSample()
  return (
    <div className="bare">
      <p style={{ fontSize: 14 }} className="soft">
        Nothing is in this catalog yet. Import what you have; nothing is applied before you have seen it.
      </p>
      <ul className="choices">
        {IMPORTS.map(({ format, icon, title }) => (
          <li key={format}>
            <Link to="/sources/import" search={{ format }} className="choice">
              <Icon name={icon} />
              <span>
                <b>{title}</b>
                <span className="small">{FORMATS[format].hint}</span>
              </span>
              <Icon name="right" />
            </Link>
          </li>
        ))}
        <li>
          <button type="button" className="choice" onClick={() => showOverlay('new-dataset')}>
            <Icon name="plus" />
            <span>
              <b>Start empty with a new dataset</b>
              <span className="small">set up by hand, for what no import tells about</span>
            </span>
            <Icon name="right" />
          </button>
        </li>
        <li>
          <button type="button" className="choice" onClick={sample.begin} disabled={sample.isBusy}>
            <Icon name="catalog" />
            <span>
              <b>Look around in a sample catalog first</b>
              <span className="small">a made-up company, in a file of its own; this one stays as it is</span>
            </span>
            <Icon name="right" />
          </button>
        </li>
      </ul>
      {sample.error !== null && <ErrorBlock error={sample.error} kept="This catalog file is as it was." />}
      {sample.shown}
    </div>
  )
}
