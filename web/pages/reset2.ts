import '../elements/webchat-reset2/webchat-reset2.ts';
import { openPage } from '../shared/page.ts';

openPage('reset2.title');
