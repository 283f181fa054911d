import '../elements/webchat-join/webchat-join.ts';
import { openPage } from '../shared/page.ts';

openPage('join.title');
