import '../elements/webchat-app/webchat-app.ts';
import { openPage } from '../shared/page.ts';

openPage();
