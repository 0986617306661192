import { ImportDecisionsPicker, OpenBookPicker, SaveCopyPicker } from '../book/file-pickers.tsx'
import { NewDashboardDialog } from '../catalog/new-dashboard.tsx'
import { NewDatasetDialog } from '../datasets/new-dataset.tsx'
import { DescribeDomainDialog } from '../domains/describe-domain.tsx'
import { NewProductDialog } from '../products/new-product.tsx'
import { KeysDialog } from '../search/keys-dialog.tsx'
import { SearchDialog } from '../search/search-dialog.tsx'
import { NewTermDialog } from '../terms/new-term.tsx'
import { OpenLinkDialog } from './open-link.tsx'
import { type Overlay, showOverlay, useOverlay } from './overlay.ts'

const DIALOGS: Readonly<Record<NonNullable<Overlay>, (props: { onClose: () => void }) => React.ReactNode>> = {
  search: SearchDialog,
  keys: KeysDialog,
  'new-dataset': NewDatasetDialog,
  'new-term': NewTermDialog,
  'new-domain': DescribeDomainDialog,
  'new-product': NewProductDialog,
  'new-dashboard': NewDashboardDialog,
  'open-book': OpenBookPicker,
  'open-link': OpenLinkDialog,
  'save-copy': SaveCopyPicker,
  'import-decisions': ImportDecisionsPicker,
}

/** The dialog that was opened on whatever screen, if any. */
export function Overlays() {
  const overlay = useOverlay()
  if (overlay === null) return null
  const Shown = DIALOGS[overlay]
  return <Shown onClose={() => showOverlay(null)} />
}
