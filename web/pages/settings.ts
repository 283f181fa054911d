import '../elements/webchat-settings/webchat-settings.ts';
import { openPage } from '../shared/page.ts';

openPage('settings.title');
