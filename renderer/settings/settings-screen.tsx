import { getRouteApi } from '@tanstack/react-router'
import { Page } from '../app/page.tsx'
import { type Tab, Tabs } from '../ui/tabs.tsx'
import { AboutSection } from './about-section.tsx'
import { FileSection } from './file-section.tsx'
import { GeneralSection } from './general-section.tsx'
import { JournalSection } from './journal-section.tsx'
import { OwnersSection } from './owners-section.tsx'
import { RulesSection } from './rules-section.tsx'
import { ValuesSection } from './values-section.tsx'

const route = getRouteApi('/settings')
const SECTIONS = [
  { id: undefined, label: 'General' },
  { id: 'file', label: 'Catalog file' },
  { id: 'owners', label: 'Owners' },
  { id: 'rules', label: 'Rule sets' },
  { id: 'values', label: 'Values held' },
  { id: 'journal', label: 'Journal' },
  { id: 'about', label: 'About' },
] as const

export function SettingsScreen() {
  const { section } = route.useSearch()
  const tabs = SECTIONS.map(
    ({ id, label }): Tab => ({
      id: id ?? 'general',
      label,
      isCurrent: id === section,
      go: { to: '/settings', search: id === undefined ? {} : { section: id }, replace: true },
    }),
  )
  return (
    <Page title="Settings" crumbs={[{ label: 'Settings' }]} layout="fixed">
      <Tabs label="Parts of Settings" tabs={tabs} />
      <div className="pagescroll">
        <div className="page">
          <Section section={section} />
        </div>
      </div>
    </Page>
  )
}

function Section({ section }: { section: (typeof SECTIONS)[number]['id'] }) {
  switch (section) {
    case undefined:
      return <GeneralSection />
    case 'file':
      return <FileSection />
    case 'owners':
      return <OwnersSection />
    case 'rules':
      return <RulesSection />
    case 'values':
      return <ValuesSection />
    case 'journal':
      return <JournalSection />
    case 'about':
      return <AboutSection />
  }
}
