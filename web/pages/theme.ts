/** In the document's head, as a script of the old kind, for a module would change the colours of what is drawn already. */
import { followTheme } from '../shared/theme.ts';

followTheme();
