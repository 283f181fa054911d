import '../elements/webchat-signin/webchat-signin.ts';
import { openPage } from '../shared/page.ts';

openPage('signin.title');
