import '../elements/webchat-signup/webchat-signup.ts';
import { openPage } from '../shared/page.ts';

openPage('signup.title');
