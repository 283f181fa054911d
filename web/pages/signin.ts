import '../elements/webchat-signin/webchat-signin.ts';
import { followLanguage } from '../shared/i18n.ts';

followLanguage();
