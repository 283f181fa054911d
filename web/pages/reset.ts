import '../elements/webchat-reset/webchat-reset.ts';
import { openPage } from '../shared/page.ts';

openPage('reset.title');
